package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.IdentifierType;
import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.IllformedLocaleException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads the profile inside of a request about events, or one that is to be imported: it may be found by what it says, made by
 * it and changed by it.
 */
final class ProfileBody {
    /** Klaviyo says 95 KB; the decimal kilobyte is the stricter. */
    static final int MOST_BYTES = 95_000;
    /** An address has fewer characters. */
    static final int ADDRESS_CHARACTERS = 100;

    private static final String EMAIL = "email";
    private static final String PHONE = "phone_number";
    private static final String PATCH = "patch_properties";
    private static final String SECONDARY = "patch_identifiers";
    private static final String[] TEXTS = {
        "external_id", "first_name", "last_name", "organization", "locale", "title", "image"
    };
    private static final String[] LOCATION = {
        "address1", "address2", "city", "country", "latitude", "longitude", "region", "zip", "timezone", "ip"
    };

    private static final int EXTERNAL_ID_CHARACTERS = 255;
    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private final Shape data;
    private final Findings findings;
    private final boolean imported;

    private ProfileBody(Shape data, Findings findings, boolean imported) {
        this.data = data;
        this.findings = findings;
        this.imported = imported;
    }

    /** Null when something is wrong, which is then among the findings. */
    static ProfileChange read(Shape data, Findings findings) {
        return findings.read(() -> new ProfileBody(data, findings, false).profile());
    }

    /** One that is to be imported; the same otherwise. */
    static ProfileChange imported(Shape data, Findings findings) {
        return findings.read(() -> new ProfileBody(data, findings, true).profile());
    }

    private ProfileChange profile() throws Refusal {
        Shape profile = data.type("profile").only("type", "id", "attributes", "meta");
        int bytes = imported ? 0 : BodyValues.json(profile.members()).length;
        if (bytes > MOST_BYTES) {
            throw Refusal.invalid(
                    "A profile may have at most " + MOST_BYTES + " bytes; this one has " + bytes + ".",
                    data.pointer("attributes"));
        }
        Shape attributes = profile.object("attributes").only(names());
        if (imported && attributes.members().containsKey("anonymous_id")) {
            // Taken out of the payloads of profiles with the revision 2026-01-15, and kept in those of events.
            attributes.only(Arrays.stream(names())
                    .filter(name -> !name.equals("anonymous_id"))
                    .toArray(String[]::new));
        }
        Map<String, Object> texts = new LinkedHashMap<>();
        for (String name : TEXTS) {
            findings.check(() -> texts.put(name, attributes.text(name, null)));
        }
        Map<ProfileKey, String> identifiers = new LinkedHashMap<>();
        if (imported) {
            findings.check(() -> checkMore(attributes));
        }
        identifiers.put(ProfileKey.ID, profile.text("id", null));
        texts.put(EMAIL, findings.read(() -> email(attributes)));
        texts.put(PHONE, findings.read(() -> phone(attributes)));
        identifiers.put(ProfileKey.EMAIL, (String) texts.get(EMAIL));
        identifiers.put(ProfileKey.PHONE_NUMBER, (String) texts.get(PHONE));
        identifiers.put(ProfileKey.EXTERNAL_ID, (String) texts.get("external_id"));
        identifiers.put(ProfileKey.KX, attributes.text("_kx", null));
        identifiers.values().removeIf(value -> value == null);
        String anonymous = attributes.text("anonymous_id", null);
        boolean wrong = attributes.has(EMAIL) || attributes.has(PHONE) || attributes.has("external_id");
        if (identifiers.isEmpty() && anonymous == null && !wrong) {
            throw Refusal.invalid(
                    "A profile needs one of: id, email, phone_number, external_id, "
                            + (imported ? "_kx." : "anonymous_id, _kx."),
                    data.pointer("attributes"));
        }
        for (Map.Entry<ProfileKey, String> identifier : identifiers.entrySet()) {
            if (identifier.getValue().isEmpty()) {
                String field = identifier.getKey().field();
                throw identifier.getKey() == ProfileKey.ID
                        ? profile.wrong("id", "a string that is not empty")
                        : attributes.wrong(field, "a string that is not empty");
            }
        }
        Shape patch = patch(profile);
        return new ProfileChange(
                identifiers,
                anonymous,
                BodyValues.without(texts),
                location(attributes),
                free(attributes, "properties"),
                free(patch, "append"),
                free(patch, "unappend"),
                unset(patch));
    }

    private static String[] names() {
        String[] names = new String[TEXTS.length + 6];
        System.arraycopy(TEXTS, 0, names, 0, TEXTS.length);
        System.arraycopy(
                new String[] {EMAIL, PHONE, "anonymous_id", "_kx", "location", "properties"},
                0,
                names,
                TEXTS.length,
                6);
        return names;
    }

    private String email(Shape attributes) throws Refusal {
        String email = attributes.text(EMAIL, null);
        int most = imported ? ADDRESS_CHARACTERS : ADDRESS_CHARACTERS - 1;
        if (email != null && (!IdentifierType.EMAIL.fits(email) || email.length() > most)) {
            throw attributes.wrong(EMAIL, "a valid email address of at most " + most + " characters");
        }
        return email;
    }

    /** What the documents say of the values of profiles and not of those that come with events. */
    private static void checkMore(Shape attributes) throws Refusal {
        if (attributes.text("external_id", "").length() > EXTERNAL_ID_CHARACTERS) {
            throw attributes.wrong("external_id", "a string of at most " + EXTERNAL_ID_CHARACTERS + " characters");
        }
        String locale = attributes.text("locale", null);
        if (locale != null && !isLocale(locale)) {
            throw attributes.wrong("locale", "a language tag by BCP 47, such as en-GB");
        }
        if (attributes.has("location")) {
            Shape location = attributes.object("location");
            String zone = location.text("timezone", null);
            if (zone != null && !ZONES.contains(zone)) {
                throw location.wrong("timezone", "a name of the IANA time zone database, such as Europe/London");
            }
        }
    }

    private static boolean isLocale(String tag) {
        try {
            return !new Locale.Builder()
                    .setLanguageTag(tag)
                    .build()
                    .getLanguage()
                    .isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private static String phone(Shape attributes) throws Refusal {
        String phone = attributes.text(PHONE, null);
        if (phone != null && !IdentifierType.PHONE.fits(phone)) {
            throw attributes.wrong(PHONE, "a phone number in E.164 format, such as +15005550006");
        }
        return phone;
    }

    private static Map<String, Object> location(Shape attributes) throws Refusal {
        Map<String, Object> values = new LinkedHashMap<>();
        if (attributes.has("location")) {
            Shape location = attributes.object("location").only(LOCATION);
            for (String name : LOCATION) {
                Object value = location.value(name);
                boolean coordinate = name.endsWith("itude") && value instanceof PlainNumber;
                values.put(
                        name, coordinate ? BodyValues.held(value, location.pointer(name)) : location.text(name, null));
            }
        }
        return BodyValues.without(values);
    }

    /** An object of the customer's own, without its nulls; empty when it is not there. */
    private static Map<String, Object> free(Shape shape, String name) throws Refusal {
        return shape == null || !shape.has(name)
                ? Map.of()
                : BodyValues.without(BodyValues.map(shape.object(name).members(), shape.pointer(name)));
    }

    private static Shape patch(Shape profile) throws Refusal {
        if (!profile.has("meta")) {
            return null;
        }
        Shape meta = profile.object("meta").only(PATCH, SECONDARY);
        if (meta.has(SECONDARY)) {
            secondary(meta.object(SECONDARY).only("append", "unappend"));
        }
        return meta.has(PATCH) ? meta.object(PATCH).only("append", "unappend", "unset") : null;
    }

    /** Secondary addresses are looked at and nothing else: no read of Klaviyo's shows them. */
    private static void secondary(Shape patch) throws Refusal {
        for (String change : List.of("append", "unappend")) {
            if (patch.has(change)) {
                Shape addresses = patch.object(change).only("email");
                if (!(addresses.value("email") instanceof String)) {
                    addresses.texts("email");
                }
            }
        }
    }

    private static List<String> unset(Shape patch) throws Refusal {
        if (patch == null || !patch.has("unset")) {
            return List.of();
        }
        return patch.value("unset") instanceof String name ? List.of(name) : patch.texts("unset");
    }
}
