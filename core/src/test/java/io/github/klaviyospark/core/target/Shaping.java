package io.github.klaviyospark.core.target;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Rows as texts, sent through the real chunker and read back. */
final class Shaping {

    private final Target target;

    Shaping(Target target) {
        this.target = target;
    }

    Shaped shape(String row) throws InvalidRowException {
        return target.shape(row.replace('\'', '"').getBytes(UTF_8));
    }

    /** The body of a request with one row. */
    String request(String row) throws IOException {
        Shaped shaped = shape(row);
        Chunker chunker =
                new Chunker(target, new ChunkLimits(Integer.MAX_VALUE, Integer.MAX_VALUE / 4, Integer.MAX_VALUE / 4));
        chunker.turnTo(shaped.envelope());
        OutputStream out = shaped.group() == null ? chunker.beginRecord() : chunker.beginRecord(shaped.group());
        out.write(shaped.record());
        Chunk complete = chunker.endRecord();
        Chunk chunk = complete == null ? chunker.flush() : complete;
        return new String(chunk.requestOf(0), UTF_8);
    }

    /** The rows of a payload. */
    List<JsonNode> rows(String payload) {
        return target.rows(payload.replace('\'', '"').getBytes(UTF_8)).stream()
                .map(row -> tree(new String(row, UTF_8)))
                .toList();
    }

    /** What a row is after it was sent and read back. */
    JsonNode back(JsonNode row) throws IOException {
        List<JsonNode> rows = target.rows(request(row.toString()).getBytes(UTF_8)).stream()
                .map(bytes -> tree(new String(bytes, UTF_8)))
                .toList();
        if (rows.size() != 1) {
            throw new AssertionError("One row came back as " + rows.size() + ".");
        }
        return rows.get(0);
    }

    static JsonNode tree(String json) {
        try {
            return RowTarget.JSON.readTree(json.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
