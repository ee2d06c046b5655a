package io.github.klaviyospark.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be the same for all jobs of a run, because chunks depend on it.
 *
 * @param encoder the version of the row encoder
 * @param endpoint where the rows go
 * @param destinationId what they go to
 * @param columns names and types of the rows
 * @param options the options that belong to a run, as text
 */
public record RunSettings(
        int encoder, String endpoint, String destinationId, String columns, Map<String, String> options) {

    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    byte[] toJson() throws IOException {
        ObjectNode document = JSON.createObjectNode()
                .put("version", VERSION)
                .put("encoder", encoder)
                .put("endpoint", endpoint)
                .put("destinationId", destinationId)
                .put("columns", columns);
        ObjectNode members = document.putObject("options");
        options.forEach(members::put);
        return JSON.writeValueAsBytes(document);
    }

    static RunSettings parse(byte[] json) throws IOException {
        JsonNode document = JSON.readTree(json);
        if (document.path("version").asInt() != VERSION) {
            throw new IOException("version " + document.path("version").asText() + " of such files is not known here");
        }
        Map<String, String> options = new TreeMap<>();
        document.path("options")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        return new RunSettings(
                document.path("encoder").asInt(),
                document.path("endpoint").asText(),
                document.path("destinationId").asText(),
                document.path("columns").asText(),
                options);
    }
}
