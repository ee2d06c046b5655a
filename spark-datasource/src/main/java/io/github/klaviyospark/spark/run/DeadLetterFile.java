package io.github.klaviyospark.spark.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/**
 * The dead letters that one attempt has for one chunk. They are written as they come up, so that none is held, under a
 * name that Spark does not read, and get their own name when the chunk is settled. No attempt touches the letters of
 * another one, which may still be at work.
 *
 * <p>Used by one thread at a time.
 */
public final class DeadLetterFile {

    private static final JsonFactory JSON = new JsonFactory();

    private final DeadLetters.Place place;
    private final long ordinal;
    private OutputStream out;
    private int size;

    DeadLetterFile(DeadLetters.Place place, long ordinal) {
        this.place = place;
        this.ordinal = ordinal;
    }

    /**
     * Adds a letter.
     *
     * @param digest is told of it
     */
    public void add(DeadLetter letter, MessageDigest digest) throws IOException {
        byte[] line = line(letter);
        if (out == null) {
            out = place.folder().write("_" + name());
        }
        out.write(line);
        digest.update(line);
        size++;
    }

    /** How many letters there are. */
    public int size() {
        return size;
    }

    /** Makes the letters durable and visible. */
    public void keep() throws IOException {
        if (out != null) {
            out.close();
            out = null;
            place.folder().rename("_" + name(), name());
        }
    }

    /** Forgets the letters, unless they were kept. */
    public void discard() throws IOException {
        if (out != null) {
            out.close();
            out = null;
            place.folder().delete("_" + name());
        }
    }

    /** The file's name. */
    public String name() {
        return place.name(ordinal, place.attempt());
    }

    private byte[] line(DeadLetter letter) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("run", place.run());
            json.writeNumberField("writer", place.writer());
            json.writeNumberField("chunk", ordinal);
            json.writeStringField("code", letter.code());
            json.writeStringField("title", letter.title());
            json.writeStringField("pointer", letter.pointer());
            json.writeStringField("reason", letter.reason());
            json.writeStringField("row", letter.row());
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    @Override
    public String toString() {
        return "DeadLetterFile(" + name() + ", " + size + " letters)";
    }
}
