package io.github.klaviyospark.emulator.objects;

import java.util.Locale;

/** Why an object, or an identifier of one, was not taken. */
public enum Skip {
    MISSING_ID("The object has no id."),
    INVALID_ID("The id of the object is neither a text, a number nor a boolean."),
    MISSING_REQUIRED("A required property has no value."),
    INVALID_TYPE("The value does not fit the type of the property."),
    PROPERTY_TOO_LARGE("The value of the property has more than 2,000 bytes."),
    OBJECT_TOO_LARGE("The object has more than 8,000 bytes."),
    INVALID_IDENTIFIER("The identifier has not the form of its type and was not used."),
    UNKNOWN_PROFILE("No profile has this identifier, so that it was not used.");

    private final String message;

    Skip(String message) {
        this.message = message;
    }

    /** For readers; programs look at {@link #code}. */
    public String message() {
        return message;
    }

    /** Such as {@code missing_id}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the object is kept all the same. */
    public boolean isWarning() {
        return this == INVALID_IDENTIFIER || this == UNKNOWN_PROFILE;
    }
}
