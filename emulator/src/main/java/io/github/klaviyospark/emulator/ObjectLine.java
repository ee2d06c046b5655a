package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.ObjectTable;
import io.github.klaviyospark.emulator.objects.RecordJson;
import java.util.LinkedHashMap;
import java.util.Map;

/** An object with all that is held of it, as a line of JSON. */
final class ObjectLine {
    private ObjectLine() {}

    static String of(ObjectTable.Shown object) {
        Map<String, Object> properties = new LinkedHashMap<>(object.properties());
        properties.remove("id");
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", object.id());
        line.put("properties", properties);
        line.put("links", object.links());
        line.put("record", object.record());
        return RecordJson.text(line);
    }
}
