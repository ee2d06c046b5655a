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
 * Deletions of people's data, on their demand (operation {@code request_profile_deletion}): one identifier a request. The
 * answer is 202 without a job, so it is accepted and nothing more is known.
 */
final class DataPrivacyDeletions extends RowTarget {

    private static final long serialVersionUID = 1L;

    /** What is deleted cannot be deleted again. */
    private static final Operation DELETE = Operation.writing(
                    "POST",
                    "/api/data-privacy-deletion-jobs",
                    ApiFamily.DATA_PRIVACY,
                    "3/1s,60/60s",
                    "data-privacy:write",
                    true,
                    202)
            .sayingNothing();

    private static final Envelope ENVELOPE = Envelope.of(
                    "{\"data\":{\"type\":\"data-privacy-deletion-job\",\"attributes\":{\"profile\":{\"data\":", "}}}}")
            .forOne();

    private static final List<String> IDENTIFIERS = List.of("id", "email", "phone_number");

    private static final Confirmation ALWAYS = new Confirmation(
            "delete-profiles",
            "All profiles that match a row are deleted with all that is known of them, and nothing brings them back.");

    private static final List<TargetColumn> COLUMNS = List.of(
            TargetColumn.optional("id", ColumnKind.TEXT, "/id", "Klaviyo's own id of the profile."),
            TargetColumn.optional("email", ColumnKind.TEXT, "/attributes/email", Identifiers.EMAIL_HELP),
            TargetColumn.optional("phone_number", ColumnKind.TEXT, "/attributes/phone_number", Identifiers.PHONE_HELP));

    DataPrivacyDeletions() {
        super("data-privacy-deletions", Change.CREATE);
    }

    @Override
    public String purpose() {
        return "Asks for the deletion of all profiles that match an identifier, as people may demand it. It cannot be"
                + " undone. A row has exactly one identifier.";
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

    @Override
    public Optional<Confirmation> confirmation(Set<String> columns) {
        return Optional.of(ALWAYS);
    }

    @Override
    public List<String> natural() {
        return IDENTIFIERS;
    }

    @Override
    public Operation operation() {
        return DELETE;
    }

    @Override
    public ChunkLimits limits() {
        return new ChunkLimits(1, 5_000_000, 100_000);
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/profile/data";
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        String column = Identifiers.onlyOne(row, IDENTIFIERS);
        ObjectNode profile = JSON.createObjectNode().put("type", "profile");
        Identifiers.opaque(row, "id").ifPresent(id -> profile.put("id", id));
        ObjectNode attributes = profile.putObject("attributes");
        Optional<String> address =
                column.equals("email") ? Identifiers.email(row, "email") : Identifiers.phone(row, "phone_number");
        address.ifPresent(text -> attributes.put(column, text));
        return Shaped.of(ENVELOPE, bytes(profile));
    }

    /** A body with more identifiers than one becomes a row with all of them, which is refused and not guessed about. */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        if (!Payload.isOf(data, "data-privacy-deletion-job")) {
            return;
        }
        JsonNode job = data.path("attributes");
        List<JsonNode> profiles = Payload.resources(job.path("profile"));
        for (JsonNode profile : profiles.isEmpty() ? List.of(job) : profiles) {
            ObjectNode row = JSON.createObjectNode();
            JsonNode attributes = profile.has("attributes") ? profile.get("attributes") : profile;
            for (JsonNode id : List.of(attributes.path("profile_id"), profile.path("id"))) {
                Payload.text(id).ifPresent(text -> row.put("id", text));
            }
            Payload.copy(attributes, "email", row);
            Payload.copy(attributes, "phone_number", row);
            rows.add(row);
        }
    }
}
