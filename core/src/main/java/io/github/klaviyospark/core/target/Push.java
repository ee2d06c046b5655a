package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the channel {@code push} says besides consent: the tokens of devices, and who has them. */
final class Push {

    /** The channel, and the column for what it says. */
    static final String CHANNEL = "push";

    private static final String TOKENS = "tokens";
    private static final String ANONYMOUS_ID = "anonymous_id";

    private Push() {}

    /**
     * What a row says of push.
     *
     * @param isNamed whether the row names the channel
     */
    static Optional<ObjectNode> of(Row row, Consent consent, boolean isNamed) throws InvalidRowException {
        Optional<ObjectNode> given = row.object(CHANNEL);
        if (given.isPresent() && !isNamed) {
            throw new InvalidRowException(CHANNEL, "has a value, and channels does not name push");
        }
        boolean isTaken = consent == Consent.UNSUBSCRIBED;
        if (isNamed
                && isTaken
                && !given.orElseGet(RowTarget.JSON::createObjectNode).hasNonNull(TOKENS)) {
            throw new InvalidRowException(CHANNEL, "must hold the tokens that are taken away");
        }
        if (given.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode push = RowTarget.JSON.createObjectNode();
        for (Map.Entry<String, JsonNode> member : given.get().properties()) {
            String name = member.getKey();
            if (!name.equals(TOKENS) && (isTaken || !name.equals(ANONYMOUS_ID))) {
                throw new InvalidRowException(
                        CHANNEL, "has a member that is none of " + TOKENS + (isTaken ? "" : " and " + ANONYMOUS_ID));
            }
            check(name, member.getValue());
            Payload.copy(given.get(), name, push);
        }
        return push.isEmpty() ? Optional.empty() : Optional.of(push);
    }

    private static void check(String name, JsonNode value) throws InvalidRowException {
        if (value.isNull()) {
            return;
        }
        if (name.equals(ANONYMOUS_ID) && !value.isTextual()) {
            throw new InvalidRowException(CHANNEL, "must hold a text as " + ANONYMOUS_ID);
        }
        if (name.equals(TOKENS) && !areTokens(value)) {
            throw new InvalidRowException(
                    CHANNEL, "must hold, as tokens, an array of objects with the texts token, platform and vendor");
        }
    }

    private static boolean areTokens(JsonNode tokens) {
        boolean are = tokens.isArray();
        for (JsonNode token : tokens) {
            for (String member : List.of("token", "platform", "vendor")) {
                are &= token.path(member).isTextual();
            }
        }
        return are;
    }

    /** What the subscriptions of a request say. */
    static Optional<ObjectNode> read(JsonNode subscriptions) {
        ObjectNode push = RowTarget.JSON.createObjectNode();
        Payload.copy(subscriptions.path(CHANNEL), TOKENS, push);
        Payload.copy(subscriptions.path(CHANNEL), ANONYMOUS_ID, push);
        return push.isEmpty() ? Optional.empty() : Optional.of(push);
    }
}
