package io.github.klaviyospark.core.objects;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a profile is known by when an object is linked to it. */
public enum IdentifierType {
    /** An e-mail address. */
    EMAIL,
    /** A phone number in E.164 form. */
    PHONE,
    /** The id that the customer's own system gave; it must be on a profile already. */
    EXTERNAL_ID,
    /** Klaviyo's id of the profile. */
    KLAVIYO_ID,
    /** The id of a visitor without a name. */
    ANONYMOUS;

    /**
     * The type of a label in either case.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static IdentifierType of(String label) {
        return Arrays.stream(values())
                .filter(type -> type.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no identifier '" + label
                        + "' of profiles. Known are "
                        + Arrays.stream(values()).map(IdentifierType::label).collect(Collectors.joining(", ")) + "."));
    }

    /** As the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
