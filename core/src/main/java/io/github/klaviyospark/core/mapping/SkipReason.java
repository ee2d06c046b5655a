package io.github.klaviyospark.core.mapping;

import java.util.Locale;

/**
 * Why a record gives no object, or an object without one of its links. Klaviyo logs such things for 14 days and tells
 * nobody; the names are this project's, since Klaviyo's are not published.
 */
public enum SkipReason {
    /** There is no id where it should be. */
    MISSING_ID(
            "The place of the id is in the record, but the id is absent, null or empty, or another kind of value stands"
                    + " in its way; give each object its id, or leave out the whole part of the record."),
    /** The id is an array or object. */
    INVALID_ID(
            "The id is an array, an object or a number of more than 2,000 digits; let the id's path lead to a text or"
                    + " number."),
    /** A property that must be there is not. */
    MISSING_REQUIRED("A required property is absent or null; send it, or make the property optional."),
    /** A value does not fit the type of its property. */
    INVALID_TYPE(
            "The value does not fit the type of its property, and one such value costs the whole object; convert it"
                    + " before it is sent, or change the type."),
    /** The value of a property has more than 2,000 bytes. */
    PROPERTY_TOO_LARGE("The value has more than 2,000 bytes; shorten it, or leave the property out."),
    /** The object has more than 8,000 bytes. */
    OBJECT_TOO_LARGE(
            "The object's id and properties have more than 8,000 bytes as JSON; shorten values, or map fewer of them."),
    /** A profile cannot be found by such an identifier; the object itself is kept. */
    INVALID_IDENTIFIER(
            "The identifier has no form that a profile can be found by, so the object is kept without this link; send"
                    + " phone numbers as +14155550100 and e-mail addresses as name@mail.example.net."),
    /** No profile has that id; the object itself is kept. Only Klaviyo can tell, so it is never found beforehand. */
    UNKNOWN_PROFILE(
            "No profile has this id, and an external or Klaviyo id creates none, so the object is kept without this"
                    + " link; send the profile first.");

    private final String explanation;

    SkipReason(String explanation) {
        this.explanation = explanation;
    }

    /** In lower case, as reports and logs have it: {@code missing_id}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** One sentence with the cause and what to do. */
    public String explanation() {
        return explanation;
    }

    /** Whether the object is kept. */
    public boolean isWarning() {
        return this == INVALID_IDENTIFIER || this == UNKNOWN_PROFILE;
    }
}
