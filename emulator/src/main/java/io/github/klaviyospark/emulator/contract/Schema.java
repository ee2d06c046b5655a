package io.github.klaviyospark.emulator.contract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a value may be.
 *
 * @param type null when any is allowed or alternatives decide
 * @param format null when none is asked for
 * @param values those allowed; empty when any is
 * @param minimum null when there is none
 * @param maximum null when there is none
 * @param required names of members
 * @param properties null when an object may have any members; otherwise it may have no others
 * @param items null when an array may hold anything
 * @param oneOf alternatives; empty when there are none
 */
record Schema(
        String type,
        boolean nullable,
        String format,
        Set<String> values,
        BigDecimal minimum,
        BigDecimal maximum,
        Set<String> required,
        Map<String, Schema> properties,
        Schema items,
        List<Schema> oneOf) {

    /** The JSON:API type of the resource that this describes, or an empty text. */
    String resourceType() {
        Schema member = properties == null ? null : properties.get("type");
        return member == null || member.values.size() != 1 || !properties.containsKey("attributes")
                ? ""
                : member.values.iterator().next();
    }
}
