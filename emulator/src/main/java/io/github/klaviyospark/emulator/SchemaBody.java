package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.PropertyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what bodies say about schemas. */
final class SchemaBody {
    private static final String PROPERTIES = "properties";
    private static final String REQUIRED = "required";
    private static final Map<String, Boolean> STATUS = Map.of("draft", false, "active", true);
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
    private static final Set<String> KEYWORDS = Set.of(
            "False",
            "None",
            "True",
            "and",
            "as",
            "assert",
            "async",
            "await",
            "break",
            "class",
            "continue",
            "def",
            "del",
            "elif",
            "else",
            "except",
            "finally",
            "for",
            "from",
            "global",
            "if",
            "import",
            "in",
            "is",
            "lambda",
            "nonlocal",
            "not",
            "or",
            "pass",
            "raise",
            "return",
            "try",
            "while",
            "with",
            "yield");

    private final Dialect dialect;
    private final int mostProperties;

    SchemaBody(Dialect dialect, int mostProperties) {
        this.dialect = dialect;
        this.mostProperties = mostProperties;
    }

    /** Whether it is to be activated at once. */
    boolean activates(Shape attributes) throws Refusal {
        return attributes.has("status") && attributes.word("status", dialect.written(STATUS));
    }

    /** A version as the attributes describe it; what they leave out is as it was. */
    SchemaContent content(Shape attributes, SchemaContent before) throws Refusal {
        String title = title(attributes, before.title());
        List<SchemaContent.Property> properties =
                attributes.has(PROPERTIES) ? properties(attributes) : before.properties();
        List<String> required = attributes.has(REQUIRED) ? attributes.texts(REQUIRED) : before.required();
        Set<String> seen = new HashSet<>();
        for (String name : required) {
            if (properties.stream().noneMatch(property -> property.name().equals(name)) || !seen.add(name)) {
                throw Refusal.invalid(
                        "'required' names properties of the schema, each once; '" + name + "' is none or came before.",
                        attributes.pointer(REQUIRED));
            }
        }
        return new SchemaContent(
                title, attributes.text("description", before.description()), properties, List.copyOf(required));
    }

    static String title(Shape attributes, String absent) throws Refusal {
        String title = absent == null ? attributes.text("title") : attributes.text("title", absent);
        if (!DataSources.isTitle(title)) {
            throw Refusal.invalid(
                    "'title' must have from 1 to " + DataSources.TITLE_CHARACTERS
                            + " characters, not all of them blank.",
                    attributes.pointer("title"));
        }
        return title;
    }

    private List<SchemaContent.Property> properties(Shape attributes) throws Refusal {
        List<SchemaContent.Property> properties = new ArrayList<>();
        Set<Integer> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        List<Shape> items = attributes.objects(PROPERTIES);
        if (items.size() > mostProperties) {
            throw Refusal.invalid(
                    "A schema has at most " + mostProperties + " properties, not " + items.size() + ".",
                    attributes.pointer(PROPERTIES));
        }
        for (Shape item : items) {
            item.only("id", "name", "type", "description");
            SchemaContent.Property property = new SchemaContent.Property(
                    dialect.id(item),
                    name(item),
                    item.word("type", dialect.written(types())),
                    item.text("description", null));
            if (!ids.add(property.id())) {
                throw Refusal.invalid("The property id " + property.id() + " came before.", item.pointer("id"));
            }
            if (!names.add(property.name().toLowerCase(Locale.ROOT))) {
                throw Refusal.invalid("The property name '" + property.name() + "' came before.", item.pointer("name"));
            }
            properties.add(property);
        }
        return List.copyOf(properties);
    }

    private static String name(Shape item) throws Refusal {
        String name = item.text("name");
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches() || KEYWORDS.contains(name) || lower.startsWith("kl_") || lower.equals("id")) {
            throw Refusal.invalid(
                    "'" + name + "' is no name of a property: letters, digits and underscores beginning with a letter,"
                            + " neither 'id' nor a keyword of Python nor beginning with 'kl_'.",
                    item.pointer("name"));
        }
        return name;
    }

    private static Map<String, PropertyType> types() {
        Map<String, PropertyType> types = new LinkedHashMap<>();
        Arrays.stream(PropertyType.values()).forEach(type -> types.put(type.text(), type));
        return types;
    }
}
