package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * What recorded answers of Klaviyo are known to have besides what its document says, laid over the document. They are read
 * from the list of the contract, so that nothing is excused in a second place.
 */
final class Differences {
    private static final String LIST = "contract/known-differences.json";

    /** Where parts of the contract stand in the document. Those on parameters of reads concern no request here. */
    private static final Map<String, String> PLACES = Map.of(
            "/responses/4XX/", "/components/responses/ClientError/",
            "/responses/5XX/", "/components/responses/ServerError/",
            "/schemas/", "/components/schemas/");

    private Differences() {}

    static void lay(ObjectNode document) throws IOException {
        try (InputStream in = KlaviyoEmulator.class.getResourceAsStream(LIST)) {
            for (JsonNode difference : new ObjectMapper().readTree(in).path("differences")) {
                lay(difference.path("at").asText(), difference.path("merge"), document);
            }
        }
    }

    private static void lay(String at, JsonNode merge, ObjectNode document) {
        for (Map.Entry<String, String> place : PLACES.entrySet()) {
            if (at.startsWith(place.getKey())) {
                // The contract leaves out the step from a media type to its schema. It also joins the parts of an
                // allOf:
                // what differs there has no place in the document, and concerns reads of earlier revisions only.
                String pointer = place.getValue()
                        + at.substring(place.getKey().length()).replace("vnd.api+json/", "vnd.api+json/schema/");
                if (document.at(pointer) instanceof ObjectNode target) {
                    merge(merge, target);
                }
            }
        }
    }

    private static void merge(JsonNode from, ObjectNode into) {
        from.properties().forEach(entry -> {
            if (into.get(entry.getKey()) instanceof ObjectNode present) {
                merge(entry.getValue(), present);
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        });
    }
}
