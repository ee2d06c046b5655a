package io.github.klaviyospark.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What is known of one collection and not said in the document. */
final class Known {

    private static final String FILE = "known.txt";

    private final List<List<String>> facts;

    private Known(List<List<String>> facts) {
        this.facts = facts;
    }

    /** The committed facts about a collection. */
    static Known of(String collection) {
        try (InputStream in = Known.class.getResourceAsStream(FILE)) {
            return of(collection, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Known of(String collection, String text) {
        return new Known(text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> Arrays.asList(line.split("\\s+")))
                .filter(fact -> fact.get(0).equals(collection))
                .toList());
    }

    /** Whether every resource has a value to sort by, in an order on which everybody agrees. */
    boolean isAlways(String key) {
        return facts.stream()
                .anyMatch(fact -> fact.get(1).equals("always")
                        && fact.subList(2, fact.size()).contains(key));
    }

    /** The attributes that once held the ids of a relationship. */
    List<String> formerAttributes(String relationship) {
        return facts.stream()
                .filter(fact -> fact.get(1).equals("formerly") && fact.get(2).equals(relationship))
                .map(fact -> fact.get(3))
                .toList();
    }
}
