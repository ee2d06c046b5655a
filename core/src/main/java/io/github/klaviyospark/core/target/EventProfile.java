package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.ColumnKind.OBJECT;
import static io.github.klaviyospark.core.target.ColumnKind.TEXT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The profile that an event is about: who it is, and what the event says about it besides. */
final class EventProfile {

    /** The columns that say who it is. */
    static final List<String> IDENTIFIERS =
            List.of("profile_id", "email", "phone_number", "external_id", "anonymous_id", "_kx");

    private static final String PROPERTIES = "profile_properties";

    static final List<TargetColumn> COLUMNS = List.of(
            column("profile_id", TEXT, "/id", "Klaviyo's own id of the profile."),
            attribute(
                    "email",
                    "The e-mail address: one `@`, fewer than 100 characters. Klaviyo drops events for addresses at"
                            + " example.com and test.com without a word."),
            attribute("phone_number", Identifiers.PHONE_HELP),
            attribute("external_id", "The id of the profile in your own system."),
            attribute("anonymous_id", "The id of a visitor who is not known yet."),
            attribute("_kx", "The encrypted id from Klaviyo's web tracking, also called exchange id."),
            attribute("first_name", "Written to the profile."),
            attribute("last_name", "Written to the profile."),
            attribute("organization", "Written to the profile."),
            attribute("locale", "Written to the profile: a language tag such as en-GB."),
            attribute("title", "Written to the profile: the job title."),
            attribute("image", "Written to the profile: the URL of a picture."),
            column("location", OBJECT, "/attributes/location", "Written to the profile: " + Location.MEMBERS + "."),
            column(
                    PROPERTIES,
                    OBJECT,
                    "/attributes/properties",
                    "Written to the profile: custom properties. All about the profile together takes 95,000 bytes at"
                            + " most."),
            column(
                    Patches.PROPERTIES,
                    OBJECT,
                    "/meta/patch_properties",
                    "Changes of the profile's custom properties: append, unappend, unset."),
            column(
                    Patches.IDENTIFIERS,
                    OBJECT,
                    "/meta/patch_identifiers",
                    "Changes of the profile's further identifiers: append, unappend."));

    /** The attributes that a profile has today. */
    private static final Set<String> KNOWN = Set.of(
            "email",
            "phone_number",
            "external_id",
            "anonymous_id",
            "_kx",
            "first_name",
            "last_name",
            "organization",
            "locale",
            "title",
            "image",
            "location",
            "properties",
            "meta");

    private static final int BYTES = 95_000;
    private static final int EMAIL_LENGTH = 100;

    /** The keys of a profile before revision 2023-07-15; all others were custom properties. */
    private static final Map<String, String> FLAT = Map.of(
            "$kid", "profile_id",
            "$email", "email",
            "$phone_number", "phone_number",
            "$id", "external_id",
            "$exchange_id", "_kx");

    private EventProfile() {}

    private static TargetColumn attribute(String name, String help) {
        return column(name, TEXT, "/attributes/" + name, help);
    }

    private static TargetColumn column(String name, ColumnKind kind, String place, String help) {
        return TargetColumn.optional(name, kind, "profile:" + place, help);
    }

    /** The resource that a row's columns are. */
    static ObjectNode shape(Row row) throws InvalidRowException {
        checkIdentifiers(row);
        ObjectNode profile = JsonNodeFactory.instance.objectNode().put("type", "profile");
        Members.write(row, COLUMNS, profile);
        ObjectNode attributes = profile.withObjectProperty("attributes");
        Optional<ObjectNode> location = Location.of(row, "location");
        location.ifPresent(known -> attributes.set("location", known));
        ObjectNode meta = Patches.of(row);
        if (!meta.isEmpty()) {
            profile.set("meta", meta);
        }
        int bytes = RowTarget.bytes(profile).length;
        if (bytes > BYTES) {
            throw new InvalidRowException("what the row says about the profile takes " + bytes
                    + " bytes of JSON, and Klaviyo takes " + BYTES);
        }
        return profile;
    }

    private static void checkIdentifiers(Row row) throws InvalidRowException {
        Identifiers.requireOne(row, IDENTIFIERS);
        for (String column : IDENTIFIERS) {
            Identifiers.opaque(row, column);
        }
        Identifiers.phone(row, "phone_number");
        Optional<String> email = Identifiers.email(row, "email");
        if (email.isPresent() && email.get().length() >= EMAIL_LENGTH) {
            throw new InvalidRowException("email", "has 100 characters, and an event may have 99 at most");
        }
    }

    /** What tells this profile from others. */
    static ObjectNode identity(Row row) throws InvalidRowException {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        for (String column : IDENTIFIERS) {
            Optional<String> text = row.text(column);
            text.ifPresent(known -> identity.put(column, known));
        }
        return identity;
    }

    /** Reads a profile of any generation: a resource, wrapped or not, or flat with keys that begin with a dollar sign. */
    static void read(JsonNode profile, ObjectNode row) {
        for (JsonNode resource : isFlat(profile) ? List.of(profile) : Payload.resources(profile)) {
            boolean isResource = resource.has("attributes") || Payload.isOf(resource, "profile");
            if (isFlat(resource) || !isResource) {
                readFlat(resource, row);
                continue;
            }
            Members.read(resource, COLUMNS, row);
            keepOthers(resource.path("attributes"), row);
            // Endpoints for one event have it among the attributes, the others beside them.
            JsonNode meta = resource.path("attributes").path("meta");
            Patches.NAMES.forEach(column -> Payload.copy(meta, column, row));
        }
    }

    /** By its dollar signs: what else it has is the customer's own, and may be called {@code data} or {@code type}. */
    private static boolean isFlat(JsonNode profile) {
        return profile.properties().stream().anyMatch(member -> member.getKey().startsWith("$"));
    }

    /** Attributes that profiles had once are kept as properties. */
    private static void keepOthers(JsonNode attributes, ObjectNode row) {
        attributes.properties().forEach(attribute -> {
            boolean isKnown =
                    KNOWN.contains(attribute.getKey()) || attribute.getValue().isNull();
            // Properties that are no object stay what they are, and the row is refused for it.
            boolean hasHome = row.path(PROPERTIES).isObject() || !row.has(PROPERTIES);
            if (!isKnown && hasHome) {
                row.withObjectProperty(PROPERTIES).putIfAbsent(attribute.getKey(), attribute.getValue());
            }
        });
    }

    private static void readFlat(JsonNode flat, ObjectNode row) {
        flat.properties().forEach(member -> {
            JsonNode value = member.getValue();
            String column = FLAT.get(member.getKey());
            Optional<String> identifier = column == null ? Optional.empty() : Payload.text(value);
            if (identifier.isPresent()) {
                row.put(column, identifier.get());
            } else if (!value.isNull()) {
                row.withObjectProperty(PROPERTIES).set(member.getKey(), value);
            }
        });
    }
}
