package io.github.klaviyospark.core.filter;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The values that a field may have.
 *
 * @param form how it is asked to have them
 */
record ValueSet(Set<String> values, ValueForm form) implements Domain {

    /** Where each value takes a request of its own, more than so many cost more than they spare. */
    private static final int MOST_REQUESTS = 50;

    private static final int MOST_ENCODED = 2_000;
    private static final int MOST_ENCODED_TOGETHER = 1_000;
    private static final int COMMA = 3;

    ValueSet {
        values = Collections.unmodifiableSet(new TreeSet<>(values));
    }

    ValueSet(Set<String> values) {
        this(values, ValueForm.USUAL);
    }

    /** Whether the grammar can carry a text: quotes and backslashes are escaped, control characters are not. */
    static boolean isSendable(String text) {
        return !text.isEmpty()
                && text.codePoints().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && encodedLength(text) <= MOST_ENCODED;
    }

    private static int encodedLength(String text) {
        return KlaviyoRequest.encodedLength("", Literal.of(text).written());
    }

    @Override
    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public Domain and(Domain other) {
        if (!(other instanceof ValueSet that)) {
            return this;
        }
        Set<String> both = new TreeSet<>(values);
        both.retainAll(that.values);
        return new ValueSet(both, form);
    }

    @Override
    public Optional<Domain> or(Domain other) {
        if (!(other instanceof ValueSet that)) {
            return Optional.empty();
        }
        Set<String> either =
                Stream.concat(values.stream(), that.values.stream()).collect(Collectors.toSet());
        return Optional.of(new ValueSet(either, form));
    }

    @Override
    public List<Filter> parts(String field, int room, Instant now) {
        return batches(room).stream()
                .map(batch -> Filter.of(List.of(form.condition(field, batch))))
                .toList();
    }

    /** Whether it is short enough to stand in a request beside another list. */
    boolean isShort() {
        return values.size() <= form.most() && encodedLength() <= MOST_ENCODED_TOGETHER;
    }

    /** How many characters of a URL all values take. */
    @Override
    public int encodedLength() {
        return values.stream().mapToInt(value -> encodedLength(value) + COMMA).sum();
    }

    /** Whether no more texts that only differ in case have to stay together than a request takes. */
    boolean canBeCut() {
        boolean isFew = form.ofList() != null || values.size() <= MOST_REQUESTS;
        return isFew && alike().values().stream().allMatch(group -> group.size() <= form.most());
    }

    /**
     * Cut into lists that fit, each of whose values would find different resources. Texts that only differ in case stay
     * together: where the server compares without regard to case, each of them finds what the other does.
     *
     * @param room how many characters of a URL the values may take
     */
    List<List<String>> batches(int room) {
        List<List<String>> batches = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        int length = 0;
        for (List<String> group : alike().values()) {
            int added = group.stream()
                    .mapToInt(value -> encodedLength(value) + COMMA)
                    .sum();
            if (!batch.isEmpty() && (batch.size() + group.size() > form.most() || length + added > room)) {
                batches.add(List.copyOf(batch));
                batch.clear();
                length = 0;
            }
            batch.addAll(group);
            length += added;
        }
        batches.add(List.copyOf(batch));
        return batches;
    }

    private Map<String, List<String>> alike() {
        Map<String, List<String>> alike = new TreeMap<>();
        for (String value : values) {
            alike.computeIfAbsent(value.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                    .add(value);
        }
        return alike;
    }
}
