package io.github.klaviyospark.spark.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** How far a stream has come: everything before a second was delivered. Stands in checkpoints as JSON. */
final class StreamOffset extends Offset {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VERSION = 1;

    private final String path;
    private final String field;
    private final Instant until;

    StreamOffset(String path, String field, Instant until) {
        this.path = path;
        this.field = field;
        this.until = until;
    }

    /**
     * Reads an offset of a checkpoint.
     *
     * @param path what the stream reads now
     * @param field the time by which it follows that
     * @throws IllegalArgumentException when it is of another version or another stream
     */
    static StreamOffset of(String json, String path, String field) {
        JsonNode offset = parse(json);
        int version = offset.path("version").asInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("The checkpoint has an offset of version "
                    + offset.path("version").asText("none") + ", and this klaviyo-spark knows version " + VERSION
                    + ". Go on with the one that wrote it, or begin with a new checkpoint and the option since.");
        }

        String keptPath = offset.path("path").asText();
        String keptField = offset.path("field").asText();
        if (!keptPath.equals(path) || !keptField.equals(field)) {
            throw new IllegalArgumentException("The checkpoint is that of a stream of " + keptPath + " by " + keptField
                    + ", and this one reads " + path + " by " + field + ". Give each stream a checkpoint of its own.");
        }
        try {
            return new StreamOffset(
                    path, field, Instant.parse(offset.path("until").asText()));
        } catch (DateTimeException e) {
            throw unreadable(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw unreadable(e);
        }
    }

    private static IllegalArgumentException unreadable(Exception cause) {
        return new IllegalArgumentException(
                "The checkpoint has an offset that klaviyo-spark did not write. Begin with a new checkpoint and the option"
                        + " since.",
                cause);
    }

    /** The first second that was not delivered. */
    Instant until() {
        return until;
    }

    @Override
    public String json() {
        ObjectNode offset = JSON.createObjectNode();
        offset.put("version", VERSION);
        offset.put("path", path);
        offset.put("field", field);
        offset.put("until", until.toString());
        return offset.toString();
    }
}
