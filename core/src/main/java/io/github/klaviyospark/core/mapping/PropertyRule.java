package io.github.klaviyospark.core.mapping;

import io.github.klaviyospark.core.objects.PropertyType;
import java.io.Serializable;

/**
 * Where a property comes from.
 *
 * @param id the path to the id; null for a constant
 * @param data the path to the value; null for a constant
 * @param constant the value of a constant as its type has it; null for others
 */
record PropertyRule(
        String name, PropertyType type, boolean isRequired, MappingPath id, MappingPath data, Serializable constant)
        implements Serializable {

    boolean isConstant() {
        return data == null;
    }

    /** Without the constant, which may be anything. */
    @Override
    public String toString() {
        return name + " " + type.label() + (isConstant() ? " constant" : " from " + data);
    }
}
