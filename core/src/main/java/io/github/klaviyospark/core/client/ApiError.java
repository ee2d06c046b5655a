package io.github.klaviyospark.core.client;

import java.io.Serializable;

/**
 * One entry of a JSON:API error document.
 *
 * @param code the kind of error, such as {@code invalid}; the list of codes is open
 * @param title what went wrong, in general
 * @param detail what went wrong, in particular; it may quote the request, so it is never logged or put in a message
 * @param pointer JSON pointer to the part of the request that is meant, or null
 * @param parameter the query parameter or header that is meant, or null
 */
public record ApiError(String code, String title, String detail, String pointer, String parameter)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Code, title and place, without the detail. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(code);
        if (title != null) {
            text.append(": ").append(title);
        }
        if (pointer != null) {
            text.append(" at ").append(pointer);
        }
        if (parameter != null) {
            text.append(" in parameter ").append(parameter);
        }
        return text.toString();
    }
}
