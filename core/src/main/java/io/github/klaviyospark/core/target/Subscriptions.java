package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Consent that profiles gave (operation {@code bulk_subscribe_profiles}): at most 1,000 of them a request. The answer is
 * 202 without a job, so it is accepted and nothing more is known.
 */
final class Subscriptions extends RowTarget {

    private static final long serialVersionUID = 1L;

    /** Consent that is given twice is consent. */
    private static final Operation SUBSCRIBE = Operation.writing(
                    "POST",
                    "/api/profile-subscription-bulk-create-jobs",
                    ApiFamily.PROFILES,
                    "75/1s,750/60s",
                    "lists:write profiles:write subscriptions:write",
                    true,
                    202)
            .sayingNothing();

    private static final List<String> IDENTIFIERS = List.of("id", "email", "phone_number");
    private static final String SINCE = SubscriptionRows.SINCE;
    private static final String BIRTH = SubscriptionRows.BIRTH;

    private static final List<TargetColumn> COLUMNS = List.of(
            TargetColumn.optional("id", ColumnKind.TEXT, "/id", "Klaviyo's own id of the profile."),
            TargetColumn.optional("email", ColumnKind.TEXT, "/attributes/email", Identifiers.EMAIL_HELP),
            TargetColumn.optional("phone_number", ColumnKind.TEXT, "/attributes/phone_number", Identifiers.PHONE_HELP),
            TargetColumn.required(
                    Consent.CHANNELS,
                    ColumnKind.TEXTS,
                    "/attributes/subscriptions",
                    "What the person agreed to: " + String.join(", ", Consent.SUBSCRIBED.channels())
                            + ". A channel alone means its marketing; each needs its address in the row, or the id."),
            TargetColumn.optional(
                    SINCE,
                    ColumnKind.TIME,
                    "/attributes/subscriptions/…/consented_at",
                    "When the person agreed, in the past; only with historical_import, and needed there."),
            TargetColumn.optional(
                    BIRTH,
                    ColumnKind.TEXT,
                    "/attributes/age_gated_date_of_birth",
                    "The date of birth, such as 1990-01-31; accounts with age gating need it for SMS."),
            TargetColumn.optional(
                    Push.CHANNEL,
                    ColumnKind.OBJECT,
                    "/attributes/subscriptions/push",
                    "For the channel push: `tokens`, an array of objects with token, platform and vendor, and"
                            + " `anonymous_id`."),
            TargetColumn.optional(
                    "list_id",
                    ColumnKind.TEXT,
                    "request:/relationships/list/data/id",
                    "The list that the profiles are added to, whose opt-in process they go through. Without it the one of"
                            + " the account."),
            TargetColumn.optional(
                    "custom_source",
                    ColumnKind.TEXT,
                    "request:/attributes/custom_source",
                    "The source to note with the consent."),
            TargetColumn.optional(
                    "historical_import",
                    ColumnKind.BOOLEAN,
                    "request:/attributes/historical_import",
                    "True for consent that was given elsewhere: no double opt-in, and no flow starts because of the"
                            + " list."));

    private final Now now;

    Subscriptions(Now now) {
        super("subscriptions", Change.CREATE);
        this.now = now;
    }

    @Override
    public String purpose() {
        return "Notes that people agreed to be written to, by e-mail, SMS, WhatsApp or push, and adds them to a list."
                + " Suppressions for an unsubscription, for a spam report or by the account's own hand are lifted."
                + " Bodies of `/client/subscriptions` are read as well; of these, what else they say of the profile is"
                + " left out.";
    }

    @Override
    public List<TargetColumn> columns() {
        return COLUMNS;
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        checkOneOf(columns, List.of("id", "email", "phone_number", Push.CHANNEL));
        if (columns.contains(SINCE) && !columns.contains("historical_import")) {
            throw new IllegalArgumentException("Rows for " + this + " have the column " + SINCE
                    + ", which Klaviyo takes"
                    + " from historical imports only. Add the column historical_import with true, or leave " + SINCE
                    + " out.");
        }
    }

    @Override
    public List<String> natural() {
        return IDENTIFIERS;
    }

    @Override
    public Operation operation() {
        return SUBSCRIBE;
    }

    @Override
    public ChunkLimits limits() {
        return new ChunkLimits(1_000, 5_000_000, 100_000);
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/profiles/data";
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        Set<String> channels = Consent.SUBSCRIBED.channels(row);
        ObjectNode profile = JSON.createObjectNode().put("type", "profile");
        Identifiers.opaque(row, "id").ifPresent(id -> profile.put("id", id));
        ObjectNode attributes = profile.putObject("attributes");
        Identifiers.email(row, "email").ifPresent(email -> attributes.put("email", email));
        Identifiers.phone(row, "phone_number").ifPresent(phone -> attributes.put("phone_number", phone));
        ObjectNode subscriptions = Consent.SUBSCRIBED.subscriptions(row, channels, since(row, channels));
        attributes.set("subscriptions", subscriptions);
        if (!subscriptions.path(Push.CHANNEL).has("anonymous_id")) {
            Identifiers.requireOne(row, IDENTIFIERS);
        }
        birth(row).ifPresent(birth -> attributes.put(BIRTH, birth));
        return Shaped.of(envelope(row), bytes(profile));
    }

    /** When consent was given, as it is sent. */
    private Optional<String> since(Row row, Set<String> channels) throws InvalidRowException {
        Optional<String> since = row.text(SINCE);
        boolean isHistorical = row.bool("historical_import").orElse(false);
        if (isHistorical != since.isPresent()) {
            throw new InvalidRowException(
                    SINCE,
                    isHistorical
                            ? "is null, and must say when consent was given: historical_import is true"
                            : "has a value, which needs historical_import to be true");
        }
        if (since.isEmpty()) {
            return since;
        }
        if (IsoTime.of(SINCE, since.get()).isAfter(now.get())) {
            throw new InvalidRowException(SINCE, "is in the future");
        }
        if (channels.stream().noneMatch(Consent::takesTime)) {
            throw new InvalidRowException(SINCE, "has a value, which none of these channels can have");
        }
        return Optional.of(IsoTime.written(SINCE, since.get()));
    }

    /** The date of birth, which is sent as it is given. */
    private static Optional<String> birth(Row row) throws InvalidRowException {
        Optional<String> birth = row.text(BIRTH);
        try {
            birth.ifPresent(LocalDate::parse);
        } catch (DateTimeException e) {
            throw new InvalidRowException(BIRTH, "is no date such as 1990-01-31");
        }
        return birth;
    }

    private static Envelope envelope(Row row) throws InvalidRowException {
        StringBuilder head = new StringBuilder("{\"data\":{\"type\":\"profile-subscription-bulk-create-job\",");
        Identifiers.opaque(row, "list_id").ifPresent(list -> head.append(Lists.relationship(list)));
        head.append("\"attributes\":{");
        row.text("custom_source")
                .ifPresent(source ->
                        head.append("\"custom_source\":").append(quoted(source)).append(','));
        row.bool("historical_import")
                .ifPresent(flag ->
                        head.append("\"historical_import\":").append(flag).append(','));
        return Envelope.of(head.append("\"profiles\":{\"data\":[").toString(), "]}}}}");
    }

    /** Bulk subscriptions, and single ones that browsers made. Entries are read where they are consent beyond doubt. */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        JsonNode attributes = data.path("attributes");
        ObjectNode all = JSON.createObjectNode();
        Payload.related(data, "list").stream().findFirst().ifPresent(list -> all.put("list_id", list));
        Payload.copy(attributes, "custom_source", all);
        Payload.copy(attributes, "historical_import", all);
        if (Payload.isOf(data, OldConsent.TYPE)) {
            if (OldConsent.of(request) == AmbiguousConsent.GIVEN) {
                Payload.resources(attributes.path(OldConsent.ENTRIES))
                        .forEach(profile -> SubscriptionRows.read(profile, all, rows));
            }
            Payload.resources(attributes.path("profiles"))
                    .forEach(profile -> SubscriptionRows.read(profile, all, rows));
        } else if (Payload.isOf(data, "subscription")) {
            List<JsonNode> profiles = Payload.resources(attributes.path("profile"));
            (profiles.isEmpty() ? List.of(attributes) : profiles)
                    .forEach(profile -> SubscriptionRows.read(profile, all, rows));
        }
    }
}
