package io.github.klaviyospark.emulator;

import java.util.Locale;
import java.util.function.Function;

/** What profiles are looked up by. */
enum ProfileKey {
    ID("id", Profile::id),
    EMAIL("email", Profile::email),
    PHONE_NUMBER("phone_number", Profile::phoneNumber),
    EXTERNAL_ID("external_id", Profile::externalId),
    KX("_kx", Profile::kx);

    private final String field;
    private final Function<Profile, String> value;

    ProfileKey(String field, Function<Profile, String> value) {
        this.field = field;
        this.value = value;
    }

    String field() {
        return field;
    }

    /** The value in the form in which it is compared; null when the profile has none. */
    String of(Profile profile) {
        String held = value.apply(profile);
        return held == null ? null : normal(held);
    }

    /** Addresses are compared without regard to case, which a client that thinks otherwise has to find out. */
    String normal(String text) {
        return this == EMAIL ? text.toLowerCase(Locale.ROOT) : text;
    }
}
