package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Extracts the objects of records. Not to be shared by threads. */
public final class ObjectExtractor {

    private final Plan plan;
    private final Readings readings;

    ObjectExtractor(Plan plan) {
        this.plan = plan;
        this.readings = new Readings(plan);
    }

    /**
     * What a record makes of each of its objects, as far as the record alone can tell: objects and skips by id path in
     * the order of the mapping, within one in the order of the record; then the links of objects that the record does
     * not have. Empty when the record has none of the places where ids are.
     *
     * @param json where the record is, one JSON object in UTF-8
     * @param offset its first byte
     * @param length its length in bytes
     * @throws IllegalArgumentException when that is no JSON
     */
    public List<ObjectVersion> extract(byte[] json, int offset, int length) {
        JsonNode[] under = readings.under();
        under[0] = JsonTree.read(json, offset, length);
        Harvest harvest = new Harvest();
        for (Group group : plan.groups()) {
            harvest.next(group);
            group.walk(under, new Application(plan, group, readings, harvest));
        }
        return harvest.versions();
    }
}
