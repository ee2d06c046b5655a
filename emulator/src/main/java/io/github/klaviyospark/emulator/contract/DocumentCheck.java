package io.github.klaviyospark.emulator.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds a JSON document against a schema while it is read.
 *
 * <p>Nothing is kept of it, except where alternatives must be tried, and what the schema leaves open, such as records, is
 * passed over as it stands.
 */
final class DocumentCheck {
    /** How long a number or how deep a document may be is for others to judge. */
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build());

    private final Contract contract;
    private final Violation.Side side;
    private final Set<String> sparse;
    private final List<Violation> found;

    /** @param sparse types of resources of which only some attributes were asked for, so that none is required */
    DocumentCheck(Contract contract, Violation.Side side, Set<String> sparse, List<Violation> found) {
        this.contract = contract;
        this.side = side;
        this.sparse = sparse;
        this.found = found;
    }

    void check(Schema schema, byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            if (parser.nextToken() == null) {
                report("is no JSON", Place.ROOT);
                return;
            }
            value(parser, schema, Place.ROOT, true);
            if (parser.nextToken() != null) {
                report("is no JSON", Place.ROOT);
            }
        } catch (JsonProcessingException e) {
            report("is no JSON", Place.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void value(JsonParser parser, Schema schema, Place at, boolean whole) throws IOException {
        if (!schema.oneOf().isEmpty() && parser.currentToken() != JsonToken.VALUE_NULL) {
            alternatives(parser, schema, at, whole);
            return;
        }
        switch (parser.currentToken()) {
            case VALUE_NULL -> {
                boolean any = schema.type() == null && schema.oneOf().isEmpty();
                if (!schema.nullable() && !any) {
                    report("is null", at);
                }
            }
            case START_OBJECT -> {
                if (is(schema, at, "object") && schema.properties() != null) {
                    object(parser, schema, at, whole);
                } else {
                    parser.skipChildren();
                }
            }
            case START_ARRAY -> {
                if (is(schema, at, "array") && schema.items() != null) {
                    for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                        value(parser, schema.items(), at.item(i), whole);
                    }
                } else {
                    parser.skipChildren();
                }
            }
            case VALUE_STRING -> {
                if (is(schema, at, "string")) {
                    text(schema, parser.getText(), at);
                }
            }
            case VALUE_NUMBER_INT -> number(parser, schema, at, "integer", "number");
            case VALUE_NUMBER_FLOAT -> number(parser, schema, at, "number");
            case VALUE_TRUE, VALUE_FALSE -> {
                if (is(schema, at, "boolean")) {
                    listed(schema, parser.getText(), at);
                }
            }
            default -> throw new IllegalStateException("A JSON value cannot begin with " + parser.currentToken());
        }
    }

    private void object(JsonParser parser, Schema schema, Place at, boolean whole) throws IOException {
        boolean isSparse = sparse.contains(schema.resourceType());
        Set<String> missing = new HashSet<>(whole ? schema.required() : Set.of());
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            missing.remove(name);
            parser.nextToken();
            Schema member = schema.properties().get(name);
            if (member == null) {
                report("is unknown", at.member(contract.shown(name)));
                parser.skipChildren();
            } else {
                value(parser, member, at.member(name), whole && !(isSparse && name.equals("attributes")));
            }
        }
        missing.stream().sorted().forEach(name -> report("is missing", at.member(name)));
    }

    /** The alternative that fits best is the one whose violations say most. */
    private void alternatives(JsonParser parser, Schema schema, Place at, boolean whole) throws IOException {
        // A scalar can be looked at as often as it takes.
        JsonNode tree = parser.currentToken().isScalarValue() ? null : JSON.readTree(parser);
        List<List<Violation>> tried = new ArrayList<>();
        for (Schema alternative : schema.oneOf()) {
            List<Violation> wrong = new ArrayList<>();
            DocumentCheck trial = new DocumentCheck(contract, side, sparse, wrong);
            if (tree == null) {
                trial.value(parser, alternative, at, whole);
            } else {
                try (JsonParser again = tree.traverse(JSON)) {
                    again.nextToken();
                    trial.value(again, alternative, at, whole);
                }
            }
            tried.add(wrong);
        }
        found.addAll(tried.stream().min(Comparator.comparingInt(List::size)).orElseThrow());
    }

    private void number(JsonParser parser, Schema schema, Place at, String... types) throws IOException {
        if (!is(schema, at, types)) {
            return;
        }
        listed(schema, parser.getText(), at);
        if ((schema.minimum() != null && parser.getDecimalValue().compareTo(schema.minimum()) < 0)
                || (schema.maximum() != null && parser.getDecimalValue().compareTo(schema.maximum()) > 0)) {
            report("is out of range", at);
        }
    }

    private void listed(Schema schema, String value, Place at) {
        if (!schema.values().isEmpty() && !schema.values().contains(value)) {
            report("is none of the values allowed", at);
        }
    }

    private void text(Schema schema, String text, Place at) {
        listed(schema, text, at);
        if (schema.format() != null && !Format.fits(schema.format(), text)) {
            report("is no " + schema.format(), at);
        }
    }

    private boolean is(Schema schema, Place at, String... types) {
        if (schema.type() == null || List.of(types).contains(schema.type())) {
            return true;
        }
        report("is no " + schema.type(), at);
        return false;
    }

    private void report(String rule, Place at) {
        found.add(new Violation(side, rule, at.pointer()));
    }
}
