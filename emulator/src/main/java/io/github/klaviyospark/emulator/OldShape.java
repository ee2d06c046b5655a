package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Table.Attribute;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How revisions before 2023-07-15 spell what later ones spell otherwise: ids of other resources stand among the
 * attributes, and relationships that lead to one resource have the form of a list.
 */
final class OldShape {
    private static final String END = "2023-07-15";

    private static final Map<String, Map<String, String>> PLURAL = Map.of(
            "event", Map.of("profile", "profiles", "metric", "metrics"),
            "flow-action", Map.of("flow", "flows"),
            "tag", Map.of("tag-group", "tag-group"));

    /** What is told by an attribute instead. */
    private static final Map<String, Set<String>> OMITTED =
            Map.of("campaign", Set.of("campaign-messages"), "campaign-message", Set.of("campaign", "template"));

    private OldShape() {}

    static boolean isSpokenBy(Call call) {
        String revision = call.header("revision").orElse(END);
        return revision.substring(0, END.length()).compareTo(END) < 0;
    }

    static String relationship(Table table, String name) {
        return PLURAL.getOrDefault(table.type(), Map.of()).getOrDefault(name, name);
    }

    static boolean isPlural(Table table, Relationship relationship) {
        return PLURAL.getOrDefault(table.type(), Map.of()).containsKey(relationship.name());
    }

    static boolean omits(Table table, Relationship relationship) {
        return OMITTED.getOrDefault(table.type(), Set.of()).contains(relationship.name());
    }

    /** Whether an attribute is shown by {@link #replacement}. */
    static boolean replaces(Table table, Attribute attribute) {
        return (table.type().equals("event") && attribute.name().equals("datetime"))
                || (table.type().equals("campaign-message") && attribute.name().equals("definition"));
    }

    /** Writes an attribute that has another spelling, or is several. */
    static void replacement(
            JsonGenerator out, Table table, Resource resource, Object value, Selection wanted, Holdings holdings)
            throws IOException {
        if (table.type().equals("event")) {
            out.writeStringField("datetime", Micros.seconds((Long) value).replace('T', ' '));
            return;
        }
        Map<?, ?> definition = value == null ? Map.of() : (Map<?, ?>) value;
        for (Map.Entry<?, ?> member : definition.entrySet()) {
            Selection part = wanted.part((String) member.getKey());
            if (part != null) {
                out.writeFieldName((String) member.getKey());
                boolean content = member.getKey().equals("content") && part.all();
                ProfileJson.value(
                        out,
                        content ? withTemplate(table, resource, member.getValue(), holdings) : member.getValue(),
                        part);
            }
        }
    }

    private static Object withTemplate(Table table, Resource message, Object content, Holdings holdings) {
        Map<Object, Object> more = new LinkedHashMap<>((Map<?, ?>) content);
        List<Resource> templates =
                holdings.resources(table, table.relationships().get("template"), message);
        more.put("template_id", first(message.related("template")));
        more.put("template_name", templates.isEmpty() ? null : templates.get(0).value("name"));
        return more;
    }

    /** Writes the attributes that stand for relationships. */
    static void ids(JsonGenerator out, Table table, Resource resource, Holdings holdings) throws IOException {
        switch (table.type()) {
            case "event" -> {
                id(out, "metric_id", table, "metric", resource, holdings);
                id(out, "profile_id", table, "profile", resource, holdings);
            }
            case "campaign" -> id(out, "message", table, "campaign-messages", resource, holdings);
            case "campaign-message" -> id(out, "campaign_id", table, "campaign", resource, holdings);
            default -> {}
        }
    }

    private static void id(
            JsonGenerator out, String name, Table table, String relationship, Resource resource, Holdings holdings)
            throws IOException {
        out.writeStringField(
                name, first(holdings.related(table, table.relationships().get(relationship), resource)));
    }

    private static String first(List<String> ids) {
        return ids.isEmpty() ? null : ids.get(0);
    }
}
