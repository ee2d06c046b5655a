package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JSON value left as it was sent: a stretch of the body, so that numbers and escapes keep their spelling. */
final class RawJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] body;
    private final int start;
    private final int end;

    RawJson(byte[] body, int start, int end) {
        this.body = body;
        this.start = start;
        this.end = end;
    }

    /** All of a body. */
    static RawJson of(byte[] body) {
        return new RawJson(body, 0, body.length);
    }

    int length() {
        return end - start;
    }

    byte[] copy() {
        return Arrays.copyOfRange(body, start, end);
    }

    String text() {
        return new String(body, start, length(), StandardCharsets.UTF_8);
    }

    /** The items of the array at a path of names; none where there is no array. Reads no further than that. */
    List<RawJson> items(String... path) {
        List<RawJson> items = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(body, start, length())) {
            parser.nextToken();
            for (String name : path) {
                if (!enter(parser, name)) {
                    return items;
                }
            }
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    int from = start + (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    parser.finishToken();
                    items.add(new RawJson(
                            body, from, start + (int) parser.currentLocation().getByteOffset()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return items;
    }

    /** Goes from an object to one of its members, or tells that there is none. */
    private static boolean enter(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }
}
