package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of a campaign that is made. Before 2023-07-15 a request said the channel only; then messages had the
 * members of their definition among their attributes; today these stand in {@code definition}. A message that is a channel,
 * a label and a content has a column for each, and everything else is in a list of definitions: one message has one form,
 * whichever request said it.
 */
final class CampaignMessages {

    static final String CHANNEL = "channel";
    static final String ALL = "messages";

    private static final String LABEL = "label";
    private static final String CONTENT = "content";
    private static final String IMAGE = "image";
    private static final String IMAGE_ID = "image_id";
    private static final String DEFINITION = "definition";

    /** What definitions of these channels do not have, although messages of the same channel had it once. */
    private static final Map<String, String> GONE =
            Map.of("email", "render_options", "sms", LABEL, "mobile_push", LABEL);

    private CampaignMessages() {}

    /** The columns for messages that stand at a place. */
    static List<TargetColumn> columns(String place) {
        String definition = place + "/0/attributes/" + DEFINITION + "/";
        return List.of(
                TargetColumn.optional(
                        CHANNEL,
                        ColumnKind.TEXT,
                        definition + CHANNEL,
                        "email, sms or mobile_push; must be given where messages is null."),
                TargetColumn.optional(LABEL, ColumnKind.TEXT, definition + LABEL, "What an e-mail is called."),
                TargetColumn.optional(
                        CONTENT,
                        ColumnKind.OBJECT,
                        definition + CONTENT,
                        "Of an e-mail subject, preview_text, from_email, from_label, reply_to_email, cc_email and bcc_email;"
                                + " of a text message body; of a push notification title, body and others."),
                TargetColumn.optional(
                        ALL,
                        ColumnKind.OBJECTS,
                        place,
                        "Instead of the three before, each message with its channel and all else that Klaviyo's definition of"
                                + " it has, such as render_options, kv_pairs or options; image_id names its image."));
    }

    /** The messages that a row tells, as they are sent. */
    static List<ObjectNode> written(Row row) throws InvalidRowException {
        List<ObjectNode> written = new ArrayList<>();
        for (ObjectNode message : row.has(ALL) ? all(row) : List.of(one(row))) {
            ObjectNode definition = withoutNulls(message);
            JsonNode image = definition.remove(IMAGE_ID);
            ObjectNode resource = RowTarget.JSON.createObjectNode().put("type", "campaign-message");
            resource.withObjectProperty("attributes").set(DEFINITION, definition);
            if (image != null) {
                resource.withObjectProperty("relationships")
                        .withObjectProperty(IMAGE)
                        .withObjectProperty("data")
                        .put("type", IMAGE)
                        .set("id", image);
            }
            written.add(resource);
        }
        return written;
    }

    private static ObjectNode one(Row row) throws InvalidRowException {
        if (!row.has(CHANNEL)) {
            throw new InvalidRowException(CHANNEL, "is null, and must be given where messages is null");
        }
        String channel = row.required(CHANNEL);
        ObjectNode message = RowTarget.JSON.createObjectNode().put(CHANNEL, channel);
        if (row.has(LABEL) && LABEL.equals(GONE.get(channel))) {
            throw new InvalidRowException(
                    LABEL, "is given for a message of another channel than email, which has none");
        }
        row.text(LABEL).ifPresent(label -> message.put(LABEL, label));
        row.object(CONTENT).ifPresent(content -> message.set(CONTENT, content));
        return message;
    }

    private static List<ObjectNode> all(Row row) throws InvalidRowException {
        for (String column : List.of(CHANNEL, LABEL, CONTENT)) {
            if (row.has(column)) {
                throw new InvalidRowException(column, "is given beside messages, which say it for each message");
            }
        }
        List<ObjectNode> messages = row.objects(ALL);
        if (messages.isEmpty()) {
            throw new InvalidRowException(ALL, "holds no message, and a campaign has one at least");
        }
        for (ObjectNode message : messages) {
            if (message.path(CHANNEL).asText().isEmpty()) {
                throw new InvalidRowException(ALL, "holds a message without a channel");
            }
        }
        return messages;
    }

    /** Puts what a request says of messages into a row. */
    static void read(JsonNode attributes, String name, ObjectNode row) {
        ArrayNode messages = RowTarget.JSON.createArrayNode();
        Payload.resources(attributes.path(name)).forEach(message -> messages.add(definition(message)));
        if (!attributes.has(name) && attributes.hasNonNull(CHANNEL)) {
            messages.addObject().set(CHANNEL, attributes.get(CHANNEL));
        }
        if (messages.size() == 1 && isPlain(messages.get(0))) {
            row.setAll((ObjectNode) messages.get(0));
        } else if (!messages.isEmpty()) {
            row.set(ALL, messages);
        }
    }

    private static ObjectNode definition(JsonNode message) {
        JsonNode attributes = message.path("attributes");
        ObjectNode definition;
        if (attributes.path(DEFINITION) instanceof ObjectNode today) {
            definition = withoutNulls(today);
        } else {
            definition =
                    attributes instanceof ObjectNode former ? withoutNulls(former) : RowTarget.JSON.createObjectNode();
            String gone = GONE.get(definition.path(CHANNEL).asText());
            if (gone != null) {
                definition.remove(gone);
            }
        }
        Payload.resources(message.path("relationships").path(IMAGE)).stream()
                .flatMap(image -> Payload.id(image).stream())
                .findFirst()
                .ifPresent(id -> definition.put(IMAGE_ID, id));
        return definition;
    }

    /** Whether three columns say all of it. */
    private static boolean isPlain(JsonNode definition) {
        Set<String> known = Set.of(CHANNEL, LABEL, CONTENT);
        boolean areKnown = definition.properties().stream().allMatch(member -> known.contains(member.getKey()));
        return areKnown
                && definition.path(CHANNEL).isTextual()
                && (!definition.has(LABEL) || definition.path(LABEL).isTextual())
                && (!definition.has(CONTENT) || definition.path(CONTENT).isObject());
    }

    /** A struct has all of its members in every row, so a null is one that is not there. */
    private static ObjectNode withoutNulls(ObjectNode object) {
        ObjectNode some = object.deepCopy();
        some.properties().removeIf(member -> member.getValue().isNull());
        return some;
    }
}
