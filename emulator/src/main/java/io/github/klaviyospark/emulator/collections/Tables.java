package io.github.klaviyospark.emulator.collections;

import io.github.klaviyospark.emulator.collections.Table.Attribute;
import io.github.klaviyospark.emulator.collections.Table.Filter;
import io.github.klaviyospark.emulator.collections.Table.Kind;
import io.github.klaviyospark.emulator.collections.Table.Operand;
import io.github.klaviyospark.emulator.collections.Table.Relationship;
import io.github.klaviyospark.emulator.collections.Table.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the tables of all collections from {@code tables.txt}, whose head says what its lines mean. */
public final class Tables {
    private static final Map<String, Table> ALL = read();

    private final String path;
    private final String type;
    private final boolean linked;
    private String limits;
    private int size;
    private int mostPerPage;
    private String order = "id";
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private final Set<String> fields = new TreeSet<>(Set.of("id"));
    private final Map<String, Relationship> relationships = new LinkedHashMap<>();
    private final Map<String, Filter> filters = new LinkedHashMap<>();
    private final Map<String, String> sorts = new LinkedHashMap<>();

    private Tables(String path, String type, boolean linked) {
        this.path = path;
        this.type = type;
        this.linked = linked;
    }

    /** All tables by path, in the order of the file. */
    public static Map<String, Table> all() {
        return ALL;
    }

    /** The table of a path such as {@code flows/{id}/flow-actions}, which must be there. */
    public static Table of(String path) {
        Table table = ALL.get(path);
        if (table == null) {
            throw new IllegalArgumentException("There is no table of '" + path + "'.");
        }
        return table;
    }

    private static Map<String, Table> read() {
        Map<String, Table> all = new LinkedHashMap<>();
        Tables table = null;
        for (String line : text().split("\n", -1)) {
            List<String> words = List.of(line.strip().split(" +", -1));
            if (line.startsWith("#") || line.isBlank()) {
                continue;
            }
            if (words.get(0).equals("collection")) {
                if (table != null) {
                    all.put(table.path, table.build());
                }
                table = new Tables(words.get(1), words.get(2), !words.contains("alone"));
            } else {
                table.add(words);
            }
        }
        all.put(table.path, table.build());
        return all;
    }

    private static String text() {
        try (InputStream in = Tables.class.getResourceAsStream("tables.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(List<String> words) {
        switch (words.get(0)) {
            case "limits" -> limits = words.get(1);
            case "page" -> {
                boolean fixed = words.get(1).equals("fixed");
                size = Integer.parseInt(words.get(fixed ? 2 : 1));
                mostPerPage = fixed ? 0 : Integer.parseInt(words.get(2));
            }
            case "order" -> order = words.get(1);
            case "attribute" -> attribute(words);
            case "field" -> fields.addAll(words.subList(1, words.size()));
            case "relationship" -> relationship(words);
            case "filter" -> filter(words);
            case "sort" -> words.subList(1, words.size()).forEach(this::sort);
            default -> throw new IllegalStateException("tables.txt has the line " + words);
        }
    }

    private void attribute(List<String> words) {
        String name = words.get(1);
        boolean hidden = words.subList(3, words.size()).contains("hidden");
        String of = words.contains("of") ? words.get(words.indexOf("of") + 1) : name;
        attributes.put(
                name, new Attribute(name, named(Kind.class, words.get(2)), words.indexOf("null") > 2, hidden, of));
        if (!hidden) {
            fields.add(name);
        }
    }

    private void relationship(List<String> words) {
        Shown shown = named(Shown.class, words.get(4));
        String[] target = words.get(5).split("\\^", 2);
        relationships.put(
                words.get(1),
                new Relationship(
                        words.get(1),
                        words.get(2).equals("many"),
                        words.get(3),
                        shown,
                        target[0],
                        target.length == 2 ? Optional.of(target[1]) : Optional.empty(),
                        shown == Shown.INCLUDE || words.contains("includable"),
                        !words.contains("alone"),
                        words.contains("resolved")));
    }

    private void filter(List<String> words) {
        int equals = words.indexOf("=");
        List<String> values = equals < 0
                ? List.of()
                : List.of(String.join(" ", words.subList(equals + 1, words.size()))
                        .split("\\|", -1));
        String field = words.get(1);
        String path = field;
        Set<String> single = new LinkedHashSet<>();
        Set<String> list = new LinkedHashSet<>();
        boolean required = false;
        for (String word : words.subList(3, equals < 0 ? words.size() : equals)) {
            if (word.startsWith("@")) {
                path = word.substring(1);
            } else if (word.equals("required")) {
                required = true;
            } else if (word.endsWith("[]")) {
                list.add(word.substring(0, word.length() - 2));
            } else {
                single.add(word);
            }
        }
        Operand operand = named(Operand.class, words.get(2));
        filters.put(field, new Filter(field, operand, single, list, required, values, path));
    }

    private void sort(String word) {
        String[] parts = word.split("@", 2);
        sorts.put(parts[0], parts[parts.length - 1]);
    }

    private static <E extends Enum<E>> E named(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private Table build() {
        return new Table(
                path,
                type,
                linked,
                limits,
                size,
                mostPerPage,
                order,
                attributes,
                fields,
                relationships,
                filters,
                sorts);
    }
}
