package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.FilterParser.Kind;
import io.github.klaviyospark.emulator.FilterParser.Literal;
import io.github.klaviyospark.emulator.FilterParser.Term;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What {@code filter} may say about profiles, by {@code x-klaviyo-filters} of the OpenAPI document, and what it means. */
final class ProfileFilter {
    static final ProfileFilter NONE = new ProfileFilter();

    /** No source tells the true number; more are refused so that no client relies on more. */
    private static final int MOST_VALUES = 100;

    private static final String SUPPRESSION = "subscriptions.email.marketing.suppression.";
    private static final String LIST_SUPPRESSIONS = "subscriptions.email.marketing.list_suppressions.";
    private static final Set<String> BETWEEN = Set.of("greater-than", "less-than");
    private static final Set<String> ORDER = Set.of("greater-or-equal", "greater-than", "less-or-equal", "less-than");
    private static final Map<String, Set<String>> OPERATORS = new LinkedHashMap<>();

    static {
        for (ProfileKey key : ProfileKey.values()) {
            OPERATORS.put(key.field(), key == ProfileKey.KX ? Set.of("equals") : Set.of("any", "equals"));
        }
        OPERATORS.put("created", BETWEEN);
        OPERATORS.put("updated", BETWEEN);
        OPERATORS.put(LIST_SUPPRESSIONS + "reason", Set.of("equals"));
        OPERATORS.put(LIST_SUPPRESSIONS + "timestamp", ORDER);
        OPERATORS.put(LIST_SUPPRESSIONS + "list_id", Set.of("equals"));
        OPERATORS.put(SUPPRESSION + "reason", Set.of("equals"));
        OPERATORS.put(SUPPRESSION + "timestamp", ORDER);
    }

    private final List<Predicate<Profile>> conditions = new ArrayList<>();
    private ProfileKey key;
    private Set<String> values = Set.of();

    private ProfileFilter() {}

    /**
     * Reads a filter.
     *
     * @param now microseconds since 1970; a bound after it is refused
     */
    static ProfileFilter parse(String text, long now) throws Refusal {
        List<Term> terms = FilterParser.parse(text);
        Set<String> seen = new HashSet<>();
        for (Term term : terms) {
            check(term);
            if (!seen.add(term.operator() + " " + term.field())) {
                throw invalid(
                        "'" + term.operator() + "' is given more than once for the field '" + term.field() + "'.");
            }
        }
        ProfileFilter filter = new ProfileFilter();
        for (Term term : terms) {
            if (BETWEEN.equals(OPERATORS.get(term.field()))) {
                TimeBound bound = TimeBound.datetime(term, now);
                filter.conditions.add(
                        term.field().equals("created")
                                ? profile -> bound.test(profile.created())
                                : profile -> bound.test(profile.updated()));
            }
        }
        for (ProfileKey key : ProfileKey.values()) {
            for (Term term : terms) {
                if (term.field().equals(key.field())) {
                    filter.add(key, term);
                }
            }
        }
        filter.addSuppression(startingWith(SUPPRESSION, terms), startingWith(LIST_SUPPRESSIONS, terms), now);
        return filter;
    }

    boolean test(Profile profile) {
        for (Predicate<Profile> condition : conditions) {
            if (!condition.test(profile)) {
                return false;
            }
        }
        return true;
    }

    /** A key that has one of {@link #values}, for all profiles that pass; empty when there is no such key. */
    Optional<ProfileKey> key() {
        return Optional.ofNullable(key);
    }

    Set<String> values() {
        return values;
    }

    private static void check(Term term) throws Refusal {
        Set<String> operators = OPERATORS.get(term.field());
        if (operators == null) {
            throw invalid("'" + term.field() + "' is not a filterable field for this resource. The filterable fields on"
                    + " this resource are: " + String.join(", ", OPERATORS.keySet()));
        }
        if (!operators.contains(term.operator())) {
            throw invalid("'" + term.operator() + "' is not an allowed operator for the field '" + term.field()
                    + "'. The allowed operators on this field are: " + String.join(", ", new TreeSet<>(operators)));
        }
    }

    private void add(ProfileKey wanted, Term term) throws Refusal {
        Set<String> any = new HashSet<>();
        for (String text : texts(term)) {
            any.add(wanted.normal(text));
        }
        conditions.add(profile -> any.contains(wanted.of(profile)));
        if (key == null) {
            key = wanted;
            values = any;
        }
    }

    private static List<String> texts(Term term) throws Refusal {
        boolean listAllowed = OPERATORS.get(term.field()).contains("any");
        if ((term.operator().equals("any") && !term.list()) || (term.list() && !listAllowed)) {
            throw invalid("'" + term.operator() + "' on '" + term.field() + "' takes "
                    + (term.list() ? "one value, not a list." : "a list of values."));
        }
        if (term.values().isEmpty() || term.values().size() > MOST_VALUES) {
            throw invalid("A list of values has from 1 to " + MOST_VALUES + " of them, not "
                    + term.values().size() + ".");
        }
        List<String> texts = new ArrayList<>();
        for (Literal value : term.values()) {
            if (value.kind() != Kind.STRING || value.text().isEmpty()) {
                throw invalid("The field '" + term.field() + "' is compared with strings that are not empty.");
            }
            texts.add(value.text());
        }
        return texts;
    }

    private static List<Term> startingWith(String prefix, List<Term> terms) {
        return terms.stream().filter(term -> term.field().startsWith(prefix)).toList();
    }

    /** All of it must hold for one and the same suppression. */
    private void addSuppression(List<Term> global, List<Term> ofLists, long now) throws Refusal {
        if (global.isEmpty() && ofLists.isEmpty()) {
            return;
        }
        boolean lists = !ofLists.isEmpty();
        if (lists && !global.isEmpty()) {
            throw invalid("Suppressions and suppressions of a list cannot be filtered for at once.");
        }
        List<Predicate<Profile.Suppression>> parts = new ArrayList<>();
        boolean timestamp = false;
        boolean listId = false;
        for (Term term : lists ? ofLists : global) {
            if (term.field().endsWith(".timestamp")) {
                if (timestamp) {
                    throw invalid("Only one bound may be given for the timestamp of a suppression.");
                }
                timestamp = true;
                TimeBound bound = TimeBound.datetime(term, now);
                parts.add(suppression -> bound.test(suppression.timestamp()));
            } else if (term.field().endsWith(".list_id")) {
                listId = true;
                String wanted = texts(term).get(0);
                parts.add(suppression -> wanted.equals(suppression.listId()));
            } else {
                String wanted = texts(term).get(0);
                parts.add(suppression -> wanted.equals(suppression.reason()));
            }
        }
        if (lists && !listId) {
            throw invalid("A filter for suppressions of a list needs '" + LIST_SUPPRESSIONS + "list_id'.");
        }
        Predicate<Profile.Suppression> all = suppression -> parts.stream().allMatch(part -> part.test(suppression));
        conditions.add(profile -> (lists ? profile.listSuppressions() : profile.suppressions())
                .stream().anyMatch(all));
    }

    private static Refusal invalid(String detail) {
        return Refusal.invalidParameter(detail, "filter");
    }
}
