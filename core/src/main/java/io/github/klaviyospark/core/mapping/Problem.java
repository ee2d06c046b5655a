package io.github.klaviyospark.core.mapping;

/**
 * One thing that is wrong with an object. Repeats no value, so that it is fit for logs.
 *
 * @param reason what is wrong
 * @param property the property, {@code id} for the id, the relationship for an identifier; null when the object as a
 *     whole is meant
 * @param kind the kind of JSON value that was found: {@code text}, {@code number}, {@code boolean}, {@code array} or
 *     {@code object}, {@code nothing} for null and absent values; for an identifier its type and the kind, as in
 *     {@code phone: text}
 */
public record Problem(SkipReason reason, String property, String kind) {

    @Override
    public String toString() {
        return reason.code() + (property == null ? "" : " " + property) + " (" + kind + ")";
    }
}
