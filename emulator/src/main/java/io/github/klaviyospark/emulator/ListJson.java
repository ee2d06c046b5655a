package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A list as another resource shows it that leads to it. */
final class ListJson {
    private ListJson() {}

    static Map<String, Object> resource(Resource list, Set<String> fields, String origin) {
        String self = origin + "/api/lists/" + Query.encode(list.id());
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("name", list.value("name"));
        attributes.put("created", time(list.value("created")));
        attributes.put("updated", time(list.value("updated")));
        attributes.put("opt_in_process", list.value("opt_in_process"));
        attributes.keySet().retainAll(fields);
        Map<String, Object> related = new LinkedHashMap<>();
        for (String name : List.of("profiles", "tags", "flow-triggers")) {
            related.put(name, Documents.relationship(null, self, name));
        }
        return Documents.resource("list", list.id(), attributes, related, self);
    }

    private static String time(Object micros) {
        return micros == null ? null : Micros.seconds((Long) micros);
    }
}
