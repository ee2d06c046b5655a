package io.github.klaviyospark.core.definition;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import io.github.klaviyospark.core.objects.UpdateStrategy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file that defines Custom Objects, in YAML or JSON:
 *
 * <pre>{@code
 * source: shop.pets
 * objects:
 *   - title: Pet
 *     id: pet_id
 *     properties:
 *       name: string
 *       weight: {type: float, path: weight_kg, required: true}
 *       origin: {type: string, value: web}
 *     profiles:
 *       owner: {email: owner_email}
 * }</pre>
 *
 * <p>A path is {@code customer.email} or {@code lines[*].sku}, or in full {@code $['lines'][*]['sku']}, and always begins
 * at the record. Without one, a property is found under its own name beside the id.
 */
public final class DefinitionFile {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Stands where a path is missing or wrong, which was noted. */
    private static final MappingPath NO_PATH = MappingPath.parse("$['?']");

    private DefinitionFile() {}

    /**
     * Reads and checks a file.
     *
     * @throws IOException when it cannot be read
     * @throws DefinitionException when it breaks rules, with all of them
     */
    public static Definition read(Path file, DefinitionLimits limits) throws IOException {
        return parse(Files.readString(file, StandardCharsets.UTF_8), file.toString(), limits);
    }

    /**
     * Reads and checks a text.
     *
     * @param name what to call it in errors
     * @throws DefinitionException when it breaks rules, with all of them
     */
    public static Definition parse(String text, String name, DefinitionLimits limits) {
        Problems problems = new Problems();
        DefinitionNode root = new DefinitionNode(tree(text, name), problems);
        List<ObjectDefinition> objects = new ArrayList<>();
        if (root.isObjectOf("source", "objects")) {
            String source = root.text("source", "");
            root.elements("objects").forEach(node -> object(node, source, objects));
        }
        Definition definition = new Definition(objects);
        DefinitionRules.check(definition, limits, problems);
        problems.throwIfAny("The definition in " + name);
        return definition;
    }

    private static JsonNode tree(String text, String name) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The definition in " + name + " is neither YAML nor JSON at line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": "
                    + withoutQuotes(e.getOriginalMessage()) + ".");
        }
    }

    /** The parser shows the place in indented lines; what stands there may be data that was given by mistake. */
    private static String withoutQuotes(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .map(line -> line.replaceAll("'[^']{2,}'|\"[^\"]{2,}\"", "…"))
                .collect(Collectors.joining(", "));
    }

    private static void object(DefinitionNode node, String source, List<ObjectDefinition> objects) {
        if (!node.isObjectOf("title", "description", "source", "id", "properties", "profiles", "links")) {
            return;
        }
        node.text("id");
        MappingPath id = node.path("id", NO_PATH);
        List<PropertyDefinition> properties = new ArrayList<>();
        node.members("properties").forEach((name, member) -> properties.add(property(name, member, id)));
        List<ProfileLink> profiles = new ArrayList<>();
        node.members("profiles").forEach((name, member) -> profile(name, member, id, profiles));
        List<ObjectLink> links = new ArrayList<>();
        node.members("links").forEach((name, member) -> link(name, member, id, links));
        objects.add(new ObjectDefinition(
                node.text("title"),
                node.text("description", ""),
                node.text("source", source),
                id,
                properties,
                profiles,
                links));
    }

    private static PropertyDefinition property(String name, DefinitionNode node, MappingPath id) {
        if (node.isText()) {
            return PropertyDefinition.of(name, type(node, "", node.text()), id.beside(name));
        }
        if (!node.isObjectOf("type", "description", "required", "path", "value")) {
            return PropertyDefinition.of(name, PropertyType.STRING, id.beside(name));
        }
        if (node.has("path") && node.has("value")) {
            node.problems().add("has a path and a value; it comes from records or is the same for all, not both");
        }
        Object constant = node.has("value") ? node.scalar("value") : null;
        return new PropertyDefinition(
                name,
                type(node, "type", node.text("type")),
                node.text("description", null),
                node.flag("required"),
                constant == null ? node.path("path", id.beside(name)) : null,
                constant);
    }

    private static PropertyType type(DefinitionNode node, String member, String label) {
        return node.parsed(member, label, PropertyType::of, PropertyType.STRING);
    }

    private static void profile(String name, DefinitionNode node, MappingPath id, List<ProfileLink> links) {
        if (!node.isObjectOf(
                "email", "phone", "external-id", "klaviyo-id", "anonymous", "description", "id", "strategy")) {
            return;
        }
        Map<IdentifierType, MappingPath> identifiers = new LinkedHashMap<>();
        for (IdentifierType type : IdentifierType.values()) {
            if (node.has(type.label())) {
                identifiers.put(type, node.path(type.label(), NO_PATH));
            }
        }
        links.add(new ProfileLink(
                name, node.text("description", null), node.path("id", id), identifiers, strategy(node)));
    }

    private static void link(String name, DefinitionNode node, MappingPath id, List<ObjectLink> links) {
        if (!node.isObjectOf("object", "path", "description", "id", "strategy")) {
            return;
        }
        node.text("path");
        links.add(new ObjectLink(
                name,
                node.text("description", null),
                node.text("object"),
                node.path("id", id),
                node.path("path", NO_PATH),
                strategy(node)));
    }

    private static UpdateStrategy strategy(DefinitionNode node) {
        return node.parsed(
                "strategy", node.text("strategy", ""), UpdateStrategy::of, UpdateStrategy.REPLACE_FROM_ORIGIN);
    }
}
