package io.github.klaviyospark.core.target;

import java.io.Serializable;

/**
 * A column that a target takes.
 *
 * @param name its name
 * @param kind what it holds
 * @param isRequired whether each row must have a value in it
 * @param place where the value stands in the request, as documentation shows it: a JSON pointer below the resource, such
 *     as {@code /attributes/email}; for what concerns a whole request, below {@code /data} with {@code request:} before it
 * @param help what it means, with its limits
 */
public record TargetColumn(String name, ColumnKind kind, boolean isRequired, String place, String help)
        implements Serializable {

    private static final long serialVersionUID = 1L;

    static TargetColumn required(String name, ColumnKind kind, String place, String help) {
        return new TargetColumn(name, kind, true, place, help);
    }

    static TargetColumn optional(String name, ColumnKind kind, String place, String help) {
        return new TargetColumn(name, kind, false, place, help);
    }
}
