package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Consent that is taken back (operation {@code bulk_unsubscribe_profiles}): at most 100 profiles a request. The answer is
 * 202 without a job, so it is accepted and nothing more is known.
 */
final class Unsubscriptions extends RowTarget {

    private static final long serialVersionUID = 1L;

    /** Who is unsubscribed already stays so. */
    private static final Operation UNSUBSCRIBE = Operation.writing(
                    "POST",
                    "/api/profile-subscription-bulk-delete-jobs",
                    ApiFamily.PROFILES,
                    "75/1s,750/60s",
                    "lists:write profiles:write subscriptions:write",
                    true,
                    202)
            .sayingNothing();

    private static final List<String> IDENTIFIERS = List.of("email", "phone_number");

    private static final Confirmation GLOBALLY = new Confirmation(
            "unsubscribe-globally",
            "A profile that is not on the list that its row names is unsubscribed from everything, not from the list"
                    + " only.");

    /** The specification has no id here, unlike for subscriptions. */
    private static final List<TargetColumn> COLUMNS = List.of(
            TargetColumn.optional("email", ColumnKind.TEXT, "/attributes/email", Identifiers.EMAIL_HELP),
            TargetColumn.optional("phone_number", ColumnKind.TEXT, "/attributes/phone_number", Identifiers.PHONE_HELP),
            TargetColumn.required(
                    Consent.CHANNELS,
                    ColumnKind.TEXTS,
                    "/attributes/subscriptions",
                    "What the person does not agree to any more: "
                            + String.join(", ", Consent.UNSUBSCRIBED.channels())
                            + ". A channel alone means its marketing; each needs its address in the row."),
            TargetColumn.optional(
                    Push.CHANNEL,
                    ColumnKind.OBJECT,
                    "/attributes/subscriptions/push",
                    "For the channel push: `tokens`, an array of objects with token, platform and vendor, which are"
                            + " taken away."),
            TargetColumn.optional(
                    "list_id",
                    ColumnKind.TEXT,
                    "request:/relationships/list/data/id",
                    "The list that the profiles are on. Who is not on it is unsubscribed from everything; so is everybody"
                            + " without it."));

    Unsubscriptions() {
        super("unsubscriptions", Change.CREATE);
    }

    @Override
    public String purpose() {
        return "Notes that people do not agree to be written to any more, on a list or, without one, at all.";
    }

    @Override
    public List<TargetColumn> columns() {
        return COLUMNS;
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        checkOneOf(columns, IDENTIFIERS);
    }

    /** Rows without a list say that they are for everything; only a list promises less than may happen. */
    @Override
    public Optional<Confirmation> confirmation(Set<String> columns) {
        return columns.contains("list_id") ? Optional.of(GLOBALLY) : Optional.empty();
    }

    @Override
    public List<String> natural() {
        return IDENTIFIERS;
    }

    @Override
    public Operation operation() {
        return UNSUBSCRIBE;
    }

    @Override
    public ChunkLimits limits() {
        return new ChunkLimits(100, 5_000_000, 100_000);
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/profiles/data";
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        Identifiers.requireOne(row, IDENTIFIERS);
        Set<String> channels = Consent.UNSUBSCRIBED.channels(row);
        ObjectNode profile = JSON.createObjectNode().put("type", "profile");
        ObjectNode attributes = profile.putObject("attributes");
        Identifiers.email(row, "email").ifPresent(email -> attributes.put("email", email));
        Identifiers.phone(row, "phone_number").ifPresent(phone -> attributes.put("phone_number", phone));
        attributes.set("subscriptions", Consent.UNSUBSCRIBED.subscriptions(row, channels, Optional.empty()));
        String list =
                Identifiers.opaque(row, "list_id").map(Lists::relationship).orElse("");
        Envelope envelope = Envelope.of(
                "{\"data\":{\"type\":\"profile-subscription-bulk-delete-job\"," + list
                        + "\"attributes\":{\"profiles\":{\"data\":[",
                "]}}}}");
        return Shaped.of(envelope, bytes(profile));
    }

    /**
     * Today's jobs and the two forms that are told of earlier ones: arrays of addresses under a type of its own, and the
     * type of subscriptions with entries. The latter is read only where the user, or the path, says what it did. Entries
     * with {@code profiles}, which came later, are not read so.
     */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        JsonNode attributes = data.path("attributes");
        ObjectNode all = JSON.createObjectNode();
        Payload.related(data, "list").stream().findFirst().ifPresent(list -> all.put("list_id", list));
        boolean isOld = Payload.isOf(data, "profile-unsubscription-bulk-create-job");
        if (isOld) {
            for (String column : IDENTIFIERS) {
                Payload.resources(attributes.path(column + "s")).forEach(address -> {
                    ObjectNode entry = JSON.createObjectNode();
                    entry.set(column, address);
                    read(entry, all, rows);
                });
            }
        }
        if (isOld || OldConsent.of(request) == AmbiguousConsent.WITHDRAWN) {
            Payload.resources(attributes.path(OldConsent.ENTRIES)).forEach(entry -> read(entry, all, rows));
        }
        if (isOld || Payload.isOf(data, "profile-subscription-bulk-delete-job")) {
            Payload.resources(attributes.path("profiles")).forEach(profile -> read(profile, all, rows));
        }
    }

    private static void read(JsonNode profile, ObjectNode request, List<ObjectNode> rows) {
        JsonNode attributes = profile.has("attributes") ? profile.get("attributes") : profile;
        ObjectNode row = JSON.createObjectNode();
        IDENTIFIERS.forEach(column -> Payload.copy(attributes, column, row));
        List<Consent.Agreed> channels = Consent.UNSUBSCRIBED.read(attributes);
        if (!channels.isEmpty()) {
            channels.forEach(each -> row.withArrayProperty(Consent.CHANNELS).add(each.channel()));
        }
        Push.read(attributes.path("subscriptions")).ifPresent(push -> row.set(Push.CHANNEL, push));
        rows.add(row.setAll(request));
    }
}
