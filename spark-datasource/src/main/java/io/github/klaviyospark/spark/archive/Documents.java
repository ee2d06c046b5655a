package io.github.klaviyospark.spark.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The documents of a file, one after the other: lines of JSON, or documents over many lines. A file may also be an array of
 * them. No more than one is held.
 */
final class Documents implements Closeable {

    private static final JsonFactory JSON = new JsonFactory();

    private final String file;
    private final JsonParser parser;
    private long number;

    /**
     * The documents of a file.
     *
     * @param file its name, for errors
     * @param content what it holds, closed with this
     */
    Documents(String file, InputStream content) throws IOException {
        this.file = file;
        this.parser = JSON.createParser(content);
    }

    /**
     * The next document, or null when there is none.
     *
     * @throws IllegalArgumentException when what stands there is no JSON
     */
    byte[] next() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            while (isAround(token)) {
                token = parser.nextToken();
            }
            if (token == null) {
                return null;
            }
            ByteArrayOutputStream document = new ByteArrayOutputStream();
            try (JsonGenerator generator = JSON.createGenerator(document)) {
                // The digits of numbers as they stand, however many.
                generator.copyCurrentStructureExact(parser);
            }
            number++;
            return document.toByteArray();
        } catch (JsonProcessingException e) {
            // Its message quotes what stands there, so neither that nor the exception may be passed on.
            throw broken(": line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr());
        } catch (CharConversionException e) {
            throw broken("");
        } catch (IOException e) {
            throw new IOException(
                    "The file " + file + " cannot be read beyond its document " + number + ": " + e.getMessage(), e);
        }
    }

    /** Whether an array of documents begins or ends here; those inside documents are never met. */
    private boolean isAround(JsonToken token) {
        return token == JsonToken.END_ARRAY
                || (token == JsonToken.START_ARRAY
                        && parser.getParsingContext().getParent().inRoot());
    }

    private IllegalArgumentException broken(String place) {
        return new IllegalArgumentException("Document " + (number + 1) + " of the file " + file + " is no JSON" + place
                + ". Archives hold bodies of requests, one JSON document after the other. Correct the file, or leave it"
                + " out.");
    }

    /** How many documents there were so far. */
    long number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    @Override
    public String toString() {
        return "Documents(" + file + ")";
    }
}
