package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What targets have in common: reading rows and payloads as trees, and knowing what their columns are. */
abstract class RowTarget implements Target {

    private static final long serialVersionUID = 1L;

    /** Exact about numbers, whatever digits they have. */
    static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);

    private final String name;
    private final Change change;

    RowTarget(String name, Change change) {
        this.name = name;
        this.change = change;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Change change() {
        return change;
    }

    /** What a row becomes. */
    abstract Shaped shape(Row row) throws InvalidRowException;

    /**
     * Reads the rows of a request, whatever its type.
     *
     * @param rows where to put them
     */
    abstract void read(ArchivedRequest request, List<ObjectNode> rows);

    @Override
    public final Shaped shape(byte[] row) throws InvalidRowException {
        return shape(new Row(this, (ObjectNode) tree(row)));
    }

    @Override
    public final List<byte[]> rows(byte[] payload) {
        return rows(payload, AmbiguousConsent.UNSAID);
    }

    @Override
    public final List<byte[]> rows(byte[] document, AmbiguousConsent consent) {
        List<ObjectNode> rows = new ArrayList<>();
        read(ArchivedRequest.of(tree(document), consent), rows);
        return rows.stream().map(RowTarget::bytes).toList();
    }

    @Override
    public final List<byte[]> rows(byte[] payload, Optional<String> resource) {
        List<ObjectNode> rows = new ArrayList<>();
        read(ArchivedRequest.body(tree(payload)), rows);
        if (resource.isPresent() && resourceColumn().isPresent()) {
            rows.forEach(row -> row.put(resourceColumn().get(), resource.get()));
        }
        return rows.stream().map(RowTarget::bytes).toList();
    }

    /** Refuses rows without the columns that each must have. Targets add what else must be there. */
    @Override
    public void check(Set<String> columns) {
        List<String> missing = columns().stream()
                .filter(TargetColumn::isRequired)
                .map(TargetColumn::name)
                .filter(column -> !columns.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "Rows for " + this + " need the column" + (missing.size() > 1 ? "s " : " ")
                            + String.join(", ", missing) + ". Columns: " + String.join(", ", names()) + ".");
        }
    }

    /**
     * Refuses rows that have none of some columns.
     *
     * @throws IllegalArgumentException when there is none
     */
    final void checkOneOf(Set<String> columns, List<String> wanted) {
        if (wanted.stream().noneMatch(columns::contains)) {
            throw new IllegalArgumentException("Rows for " + this + " need one of the columns "
                    + String.join(", ", wanted) + ". Rename the column that holds it.");
        }
    }

    final List<String> names() {
        return columns().stream().map(TargetColumn::name).toList();
    }

    final Map<String, TargetColumn> byName() {
        Map<String, TargetColumn> columns = new LinkedHashMap<>();
        columns().forEach(column -> columns.put(column.name(), column));
        return columns;
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalArgumentException("This is no JSON document.", e);
        }
    }

    static byte[] bytes(JsonNode tree) {
        try {
            return JSON.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("A tree of JSON could not be written.", e);
        }
    }

    /** A text as a JSON string, quotes included. */
    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** As messages name it: the resource, and what is done where that is not creating. */
    @Override
    public final String toString() {
        return change == Change.CREATE ? name : name + " (" + change.label() + ")";
    }
}
