package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.IdentifierType;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes every profile that has an identifier, with all that is known of it. */
final class PrivacyEndpoint {
    static final String OPERATION = "POST /api/data-privacy-deletion-jobs";

    private static final String POINTER = "/data/attributes/profile/data";

    private final ProfileStore profiles;
    private final Holdings holdings;
    private final Poison poison;

    PrivacyEndpoint(ProfileStore profiles, Holdings holdings, Poison poison) {
        this.profiles = profiles;
        this.holdings = holdings;
        this.poison = poison;
    }

    List<Route> routes() {
        return List.of(Routes.route(OPERATION, "3/1s,60/1m", Routes.BODY_BYTES, Set.of(), this::delete));
    }

    private Answer delete(Endpoint.Input input) throws Refusal {
        Shape profile = Shape.document(input.document(), "data-privacy-deletion-job")
                .only("type", "attributes")
                .object("attributes")
                .only("profile")
                .object("profile")
                .only("data")
                .object("data")
                .type("profile")
                .only("type", "id", "attributes");
        Map<ProfileKey, String> given = new EnumMap<>(ProfileKey.class);
        Shape attributes = profile.object("attributes").only("email", "phone_number");
        given.put(ProfileKey.ID, profile.text("id", null));
        given.put(ProfileKey.EMAIL, attributes.text("email", null));
        given.put(ProfileKey.PHONE_NUMBER, attributes.text("phone_number", null));
        given.values().removeIf(value -> value == null);
        if (given.size() != 1) {
            throw Refusal.invalid(
                    "A request names exactly one of: id, email, phone_number; this one names " + given.size() + ".",
                    POINTER);
        }
        Map.Entry<ProfileKey, String> identifier = given.entrySet().iterator().next();
        check(identifier.getKey(), identifier.getValue(), profile, attributes);
        // Numbers the one record of the request, for the sake of faults that look at records.
        poison.check(input.call(), OPERATION, List.of(input.body()), record -> POINTER);
        Set<String> deleted = profiles.change(draft -> {
            Set<String> ids = new LinkedHashSet<>();
            draft.matching(identifier.getKey(), identifier.getValue()).forEach(found -> ids.add(found.id()));
            ids.forEach(draft::remove);
            return ids;
        });
        holdings.forget(deleted);
        return Answer.taken(1);
    }

    private static void check(ProfileKey key, String value, Shape profile, Shape attributes) throws Refusal {
        if (value.isEmpty()) {
            throw (key == ProfileKey.ID ? profile : attributes).wrong(key.field(), "a string that is not empty");
        }
        if (key == ProfileKey.EMAIL && !IdentifierType.EMAIL.fits(value)) {
            throw attributes.wrong("email", "a valid email address");
        }
        if (key == ProfileKey.PHONE_NUMBER && !IdentifierType.PHONE.fits(value)) {
            throw attributes.wrong("phone_number", "a phone number in E.164 format, such as +15005550006");
        }
    }
}
