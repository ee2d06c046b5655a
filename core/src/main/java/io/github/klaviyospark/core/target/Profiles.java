package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Profiles, made or changed by import jobs (operation {@code bulk_import_profiles}): at most 10,000 of them and 5 MB a
 * request, 100 KB a profile. One that is malformed makes Klaviyo refuse all of its request; what fails later is found
 * among the errors of the job.
 */
final class Profiles extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final String PATH = "/api/profile-bulk-import-jobs";
    private static final String QUOTA = "10/1s,150/60s";

    /** Profiles are upserted, so a repeated request changes nothing. */
    private static final Operation IMPORT =
            Operation.writing("POST", PATH, ApiFamily.PROFILES, QUOTA, "lists:write profiles:write", true, 202);

    /** Klaviyo names no number of open jobs. A hundred keep a writer busy for most of a minute of its quota. */
    private static final JobKind JOB = new JobKind(
            reading(PATH + "/{id}", "lists:read profiles:read"),
            reading(PATH + "/{id}/import-errors", "profiles:read"),
            100);

    static final List<String> IDENTIFIERS = List.of("id", "email", "phone_number", "external_id", "_kx");
    static final List<String> TEXTS = List.of("first_name", "last_name", "organization", "locale", "title", "image");
    private static final int EXTERNAL_ID_LENGTH = 255;

    private static final List<TargetColumn> COLUMNS = List.of(
            TargetColumn.optional("id", ColumnKind.TEXT, "/id", "Klaviyo's own id of the profile."),
            attribute("email", Identifiers.EMAIL_HELP),
            attribute("phone_number", Identifiers.PHONE_HELP),
            attribute(
                    "external_id",
                    "The id in another system, at most 255 characters. Profiles are not merged by it: alone it can make"
                            + " a second profile of one person."),
            attribute("_kx", "The exchange id that Klaviyo's web tracking gives."),
            attribute("first_name", "The first name."),
            attribute("last_name", "The last name."),
            attribute("organization", "The company or organization."),
            attribute("locale", "The language as a BCP 47 tag, such as `en-GB`."),
            attribute("title", "The job title."),
            attribute("image", "The URL of a picture."),
            TargetColumn.optional(
                    "location",
                    ColumnKind.OBJECT,
                    "/attributes/location",
                    "Where the person is: " + Location.MEMBERS + "."),
            TargetColumn.optional(
                    "properties",
                    ColumnKind.OBJECT,
                    "/attributes/properties",
                    "Properties of the customer's own, of any kind. A null among them is sent where they come from a map or a text; members of a struct that are null are left out."),
            TargetColumn.optional(
                    "patch_properties",
                    ColumnKind.OBJECT,
                    "/meta/patch_properties",
                    "Changes of properties: `append` and `unappend` with an object of names and values, `unset` with a"
                            + " name or an array of names."),
            TargetColumn.optional(
                    "patch_identifiers",
                    ColumnKind.OBJECT,
                    "/meta/patch_identifiers",
                    "Changes of further identifiers: `append` and `unappend`, each with an object."),
            TargetColumn.optional(
                    "list_id",
                    ColumnKind.TEXTS,
                    "request:/relationships/lists/data",
                    "The list, or the lists, that the profiles are added to. Nobody's consent changes."));

    Profiles() {
        super("profiles", Change.CREATE);
    }

    private static Operation reading(String path, String scope) {
        return Operation.reading(path, ApiFamily.PROFILES, QuotaLimits.parse(QUOTA), scope);
    }

    private static TargetColumn attribute(String name, String help) {
        return TargetColumn.optional(name, ColumnKind.TEXT, "/attributes/" + name, help);
    }

    @Override
    public String purpose() {
        return "Makes profiles, or changes those that an identifier finds. What a row does not say stays as it is; a null"
                + " clears nothing.";
    }

    @Override
    public List<TargetColumn> columns() {
        return COLUMNS;
    }

    @Override
    public Optional<String> home() {
        return Optional.of("properties");
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        checkOneOf(columns, IDENTIFIERS);
    }

    @Override
    public List<String> natural() {
        return IDENTIFIERS;
    }

    @Override
    public Operation operation() {
        return IMPORT;
    }

    @Override
    public ChunkLimits limits() {
        return new ChunkLimits(10_000, 5_000_000, 100_000);
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/profiles/data";
    }

    /** Import errors need not say where a profile stood, and may show it. */
    @Override
    public List<String> identifiers() {
        return COLUMNS.stream()
                .filter(column -> IDENTIFIERS.contains(column.name()))
                .map(TargetColumn::place)
                .toList();
    }

    @Override
    public Optional<JobKind> job() {
        return Optional.of(JOB);
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        Identifiers.requireOne(row, IDENTIFIERS);
        ObjectNode profile = JSON.createObjectNode().put("type", "profile");
        Identifiers.opaque(row, "id").ifPresent(id -> profile.put("id", id));
        ObjectNode attributes = profile.putObject("attributes");
        Identifiers.email(row, "email").ifPresent(email -> attributes.put("email", email));
        Identifiers.phone(row, "phone_number").ifPresent(phone -> attributes.put("phone_number", phone));
        Identifiers.opaque(row, "external_id", EXTERNAL_ID_LENGTH).ifPresent(id -> attributes.put("external_id", id));
        Identifiers.opaque(row, "_kx").ifPresent(kx -> attributes.put("_kx", kx));
        for (String column : TEXTS) {
            row.text(column).ifPresent(text -> attributes.put(column, text));
        }
        Location.of(row, "location").ifPresent(location -> attributes.set("location", location));
        row.home().ifPresent(properties -> attributes.set("properties", properties));
        ObjectNode meta = Patches.of(row);
        if (!meta.isEmpty()) {
            profile.set("meta", meta);
        }
        return Shaped.of(envelope(row.texts("list_id")), bytes(profile));
    }

    private static Envelope envelope(List<String> lists) {
        ObjectNode relationships = JSON.createObjectNode();
        lists.forEach(list -> relationships
                .withObjectProperty("lists")
                .withArrayProperty("data")
                .addObject()
                .put("type", "list")
                .put("id", list));
        String related = relationships.isEmpty() ? "" : "\"relationships\":" + relationships + ",";
        return Envelope.of(
                "{\"data\":{\"type\":\"profile-bulk-import-job\"," + related
                        + "\"attributes\":{\"profiles\":{\"data\":[",
                "]}}}}");
    }

    /**
     * Import jobs, and single profiles that were created or changed. A null that cleared an attribute then is not there
     * in the row: an import has no word for it.
     */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        if (Payload.isOf(data, "profile-bulk-import-job")) {
            List<String> lists = Payload.related(data, "list");
            Payload.resources(data.path("attributes").path("profiles"))
                    .forEach(profile -> rows.add(ProfileRow.of(profile, lists)));
        } else if (Payload.isOf(data, "profile")) {
            rows.add(ProfileRow.of(data, List.of()));
        }
    }
}
