package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a campaign is sent and tracked, in the names of today whatever names a request had: each method of sending once had
 * an object of options of its own, and tracking parameters were called after what is mostly tracked. What has no place any
 * more is left out. Whatever has the form of today stays as it is.
 */
final class CampaignOptions {

    private static final String OPTIONS = "options";
    private static final String LOCAL = "is_local";
    private static final String PAST = "send_past_recipients_immediately";
    private static final String ADD = "add_tracking_params";
    private static final String CUSTOM = "custom_tracking_params";
    private static final String FORMER_ADD = "is_add_utm";
    private static final String FORMER_CUSTOM = "utm_params";

    /** The options of one method each. */
    private static final List<String> FORMER = List.of("options_static", "options_throttled", "options_sto");

    /** What stood in options and stands beside the method today. */
    private static final List<String> TIMES = List.of("datetime", "throttle_percentage", "date");

    private CampaignOptions() {}

    /** When it is sent. In the first revisions all methods had their options in one object. */
    static ObjectNode strategy(ObjectNode said) {
        boolean isFormer = FORMER.stream().anyMatch(said::has) || TIMES.stream().anyMatch(said.path(OPTIONS)::has);
        if (!isFormer) {
            return said;
        }

        ObjectNode today = said.deepCopy();
        List<JsonNode> former = Stream.concat(FORMER.stream(), Stream.of(OPTIONS))
                .map(said::path)
                .toList();
        today.remove(FORMER);
        today.remove(OPTIONS);
        for (JsonNode options : former) {
            TIMES.forEach(time -> Payload.copy(options, time, today));
            if (options.hasNonNull(LOCAL)) {
                ObjectNode local = today.putObject(OPTIONS);
                Payload.copy(options, LOCAL, local);
                if (options.path(LOCAL).asBoolean()) {
                    // It is about the time zones of recipients, so of others there is nothing to say.
                    Payload.copy(options, PAST, local);
                }
            }
        }
        return today;
    }

    /** Who gets it. Whether unsubscribed ones do is nothing that a request can say any more. */
    static ObjectNode sending(ObjectNode said) {
        return said.deepCopy().without(List.of("ignore_unsubscribes"));
    }

    /** What is tracked. A parameter was a name with any text; of today's kinds, {@code static} is the one of texts. */
    static ObjectNode tracking(ObjectNode said) {
        ObjectNode today = said.deepCopy();
        JsonNode isAdded = today.remove(FORMER_ADD);
        JsonNode parameters = today.remove(FORMER_CUSTOM);
        if (isAdded != null && !isAdded.isNull() && !today.hasNonNull(ADD)) {
            today.set(ADD, isAdded);
        }
        if (parameters != null && parameters.isArray() && !today.hasNonNull(CUSTOM)) {
            ArrayNode custom = today.putArray(CUSTOM);
            for (JsonNode parameter : parameters) {
                JsonNode typed = parameter.deepCopy();
                if (typed instanceof ObjectNode object && !object.has("type")) {
                    object.put("type", "static");
                }
                custom.add(typed);
            }
        }
        return today;
    }
}
