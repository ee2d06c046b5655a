package io.github.klaviyospark.spark.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.collection.Include;
import io.github.klaviyospark.core.collection.Relationship;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/** A collection as the emulator holds it: what rows must be, and which rows a filter must find. */
public final class HeldCollection {

    private static final HeldValues VALUES = new HeldValues(
            (path, held) -> Stream.of(held, held.truncatedTo(ChronoUnit.MILLIS), held.truncatedTo(ChronoUnit.SECONDS))
                    .collect(Collectors.toSet()));

    /** What is compared under another name than where it is held. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "flow-action action_type", "definition.type",
            "flow-action status", "definition.data.status",
            "event timestamp", "datetime");

    private final KlaviyoEmulator klaviyo;
    private final CollectionDescriptor collection;
    private final Map<String, JsonNode> resources = new LinkedHashMap<>();
    private final Map<String, Map<String, JsonNode>> related = new HashMap<>();

    public HeldCollection(KlaviyoEmulator klaviyo, CollectionDescriptor collection) {
        this.klaviyo = klaviyo;
        this.collection = collection;
        boolean isOfProfiles = collection.type().equals("profile");
        Map<String, JsonNode> profiles = isOfProfiles ? byId(klaviyo.profiles()) : Map.of();
        if (collection.name().equals("profiles")) {
            resources.putAll(profiles);
            return;
        }
        if (collection.isOne()) {
            resources.putAll(one(collection));
            return;
        }
        byId(klaviyo.resources(collection.name())).forEach((id, line) -> {
            if (!isOfProfiles) {
                resources.put(id, line);
                return;
            }
            ObjectNode member = profiles.get(id).deepCopy();
            member.withObject("/attributes").set("joined_group_at", line.path("joined_group_at"));
            resources.put(id, member);
        });
    }

    /** What a resource has one of, which is held where all of its kind are. */
    private Map<String, JsonNode> one(CollectionDescriptor collection) {
        String[] path = collection.name().split("/", -1);
        JsonNode owner = byId(klaviyo.resources(path[0])).get(path[1]);
        String id = owner.path("relationships").path(path[2]).asText();
        return Map.of(id, resource(collection.type(), id));
    }

    private static Map<String, JsonNode> byId(Stream<String> lines) {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        lines.map(HeldValues::tree).forEach(line -> byId.put(line.path("id").asText(), line));
        return byId;
    }

    /** The path of a collection with some resources, such as that of a list with members. */
    public static CollectionDescriptor filled(KlaviyoEmulator klaviyo, CollectionDescriptor template) {
        if (!template.template().contains("{id}")) {
            return template;
        }
        String holder = template.template().substring(0, template.template().indexOf('/'));
        Stream<String> owners = byId(klaviyo.resources(holder)).keySet().stream();
        if (template.isOne()) {
            return Collections.find(template.template()
                            .replace("{id}", owners.findFirst().orElseThrow()))
                    .orElseThrow();
        }
        return owners.map(id -> Collections.find(template.template().replace("{id}", id))
                        .orElseThrow())
                .max(Comparator.comparingLong(found -> richness(klaviyo, found)))
                .orElseThrow();
    }

    /** How many parts have a value in some resource, and then how many resources there are. */
    private static long richness(KlaviyoEmulator klaviyo, CollectionDescriptor collection) {
        Map<String, JsonNode> all = byId(klaviyo.resources(collection.name()));
        Set<String> parts = new HashSet<>();
        all.values().forEach(held -> List.of("attributes", "relationships")
                .forEach(kind -> held.path(kind).properties().forEach(part -> {
                    if (!part.getValue().isNull()) {
                        parts.add(part.getKey());
                    }
                })));
        return parts.size() * 1_000L + all.size();
    }

    public Set<String> ids() {
        return resources.keySet();
    }

    /** What is wrong with rows that should be the whole collection, each resource once; nothing if all is well. */
    public List<String> differences(List<Row> rows) {
        Map<String, JsonNode> left = new LinkedHashMap<>(resources);
        List<String> differences = new ArrayList<>();
        for (Row row : rows) {
            String id = row.getAs("id");
            JsonNode held = left.remove(id);
            if (held == null) {
                differences.add(id + ": not held, or a second time");
            } else {
                List<String> paths = new ArrayList<>();
                compare(row, held, paths);
                paths.forEach(path -> differences.add(id + ": " + path));
            }
        }
        left.keySet().forEach(id -> differences.add(id + ": not read"));
        return differences;
    }

    private void compare(Row row, JsonNode held, List<String> paths) {
        StructField[] columns = row.schema().fields();
        for (int i = 0; i < columns.length; i++) {
            String name = columns[i].name();
            Optional<Relationship> relationship = collection.relationships().stream()
                    .filter(known -> known.column().equals(name))
                    .findFirst();
            Optional<Include> include = collection.includes().stream()
                    .filter(known -> known.name().replace('-', '_').equals(name))
                    .findFirst();
            JsonNode expected = name.equals("id")
                    ? held.path("id")
                    : held.path("attributes").path(name);
            if (relationship.isPresent()) {
                if (relationship.get().isMany() && row.isNullAt(i)) {
                    // An answer need not name them.
                    continue;
                }
                expected = ids(held, relationship.get().name());
            } else if (include.isPresent()) {
                expected = resources(held, include.get());
            }
            VALUES.compare(name, HeldValues.of(row, i), expected, columns[i].dataType(), paths);
        }
    }

    private static JsonNode ids(JsonNode held, String relationship) {
        if (held.has(relationship)) {
            ArrayNode ids = HeldValues.JSON.createArrayNode();
            held.path(relationship).forEach(resource -> ids.add(resource.path("id")));
            return ids;
        }
        return held.path("relationships").path(relationship);
    }

    private JsonNode resources(JsonNode held, Include include) {
        if (held.has(include.name())) {
            return held.path(include.name());
        }
        JsonNode ids = ids(held, include.name());
        if (!include.isMany()) {
            return ids.isTextual() ? included(include, ids.asText()) : ids;
        }
        ArrayNode all = HeldValues.JSON.createArrayNode();
        ids.forEach(id -> all.add(included(include, id.asText())));
        return all;
    }

    /** What has no attributes is nowhere listed. */
    private JsonNode included(Include include, String id) {
        return include.fields().isEmpty()
                ? HeldValues.JSON.createObjectNode().put("id", id)
                : resource(include.type(), id);
    }

    private JsonNode resource(String type, String id) {
        return related.computeIfAbsent(type, this::allOf).getOrDefault(id, HeldValues.JSON.missingNode());
    }

    /** Resources of a type, wherever they are held. */
    private Map<String, JsonNode> allOf(String type) {
        if (type.equals("profile")) {
            return byId(klaviyo.profiles());
        }
        Map<String, JsonNode> all = new HashMap<>();
        Optional<CollectionDescriptor> listed = Collections.all().stream()
                .filter(known -> known.type().equals(type) && !known.isOne())
                .findFirst();
        if (listed.isPresent() && listed.get().needsResource()) {
            String template = listed.get().template();
            String holder = template.substring(0, template.indexOf('/'));
            byId(klaviyo.resources(holder))
                    .keySet()
                    .forEach(one -> all.putAll(byId(klaviyo.resources(template.replace("{id}", one)))));
        } else {
            String plural = type.endsWith("y") ? type.substring(0, type.length() - 1) + "ies" : type + "s";
            all.putAll(byId(klaviyo.resources(plural)));
        }
        return all;
    }

    /** The values that a filter compares, one for each resource that has any; of every other one an empty list. */
    public Map<String, List<JsonNode>> compared(String filter) {
        Map<String, List<JsonNode>> compared = new LinkedHashMap<>();
        resources.forEach((id, held) -> compared.put(id, compared(filter, held)));
        return compared;
    }

    private List<JsonNode> compared(String filter, JsonNode held) {
        if (filter.equals("id") || filter.equals("ids") || filter.equals(collection.type() + "_id")) {
            return List.of(held.path("id"));
        }
        if (filter.equals("_kx")) {
            return held.has(filter) ? List.of(held.path(filter)) : List.of();
        }
        if (filter.equals("messages.channel")) {
            List<JsonNode> channels = new ArrayList<>();
            ids(held, "campaign-messages")
                    .forEach(id -> channels.add(resource("campaign-message", id.asText())
                            .path("attributes")
                            .path("definition")
                            .path("channel")));
            return channels;
        }
        if (filter.equals("push_token")) {
            List<JsonNode> tokens = new ArrayList<>();
            held.path("push-tokens")
                    .forEach(token -> tokens.add(token.path("attributes").path("token")));
            return tokens;
        }
        for (String relationship : List.of(
                filter,
                filter.replaceFirst("[._]id$", ""),
                filter.replaceFirst("y?[._]id$", "ies"),
                filter.replaceFirst("[._]id$", "s"))) {
            JsonNode ids = held.path("relationships").path(relationship);
            if (!ids.isMissingNode()) {
                List<JsonNode> all = new ArrayList<>();
                (ids.isArray() ? ids : HeldValues.JSON.createArrayNode().add(ids)).forEach(all::add);
                all.removeIf(JsonNode::isNull);
                return all;
            }
        }
        List<JsonNode> values = List.of(held.path("attributes"));
        String place = ELSEWHERE.getOrDefault(collection.type() + " " + filter, filter);
        for (String part : place.split("\\.", -1)) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode value : values) {
                JsonNode member = value.path(part);
                if (member.isArray()) {
                    member.forEach(next::add);
                } else if (!member.isMissingNode() && !member.isNull()) {
                    next.add(member);
                }
            }
            values = next;
        }
        return values;
    }

    /** Whether a value is found by an operator and others. */
    public static boolean holds(String operator, JsonNode value, List<String> others) {
        String text = value.asText();
        String other = others.isEmpty() ? "" : others.get(0);
        return switch (operator) {
            case "equals", "any" ->
                others.stream().anyMatch(one -> isTime(one) ? order(text, one) == 0 : one.equals(text));
            case "contains" -> text.contains(other);
            case "starts-with" -> text.startsWith(other);
            case "ends-with" -> text.endsWith(other);
            case "greater-than" -> order(text, other) > 0;
            case "greater-or-equal" -> order(text, other) >= 0;
            case "less-than" -> order(text, other) < 0;
            case "less-or-equal" -> order(text, other) <= 0;
            case "has" -> true;
            default -> throw new AssertionError(operator);
        };
    }

    private static boolean isTime(String text) {
        return text.matches("\\d{4}-\\d\\d-\\d\\dT.*");
    }

    private static int order(String one, String other) {
        Instant bound = isTime(other) ? instant(other) : Instant.ofEpochSecond(Long.parseLong(other));
        return instant(one).compareTo(bound);
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    /** Addresses are compared without regard to case. */
    private static List<String> lower(List<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
    }

    private static JsonNode lower(JsonNode text) {
        return HeldValues.JSON.getNodeFactory().textNode(text.asText().toLowerCase(Locale.ROOT));
    }

    /** The resources that a condition finds. */
    public Set<String> found(String filter, String operator, List<String> others) {
        Set<String> found = new HashSet<>();
        List<String> wanted = filter.equals("email") ? lower(others) : others;
        compared(filter).forEach((id, values) -> {
            if (values.stream()
                    .anyMatch(value -> holds(operator, filter.equals("email") ? lower(value) : value, wanted))) {
                found.add(id);
            }
        });
        return found;
    }
}
