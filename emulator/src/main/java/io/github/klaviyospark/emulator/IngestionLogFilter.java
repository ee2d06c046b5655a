package io.github.klaviyospark.emulator;

import java.time.DateTimeException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The filter of the ingestion log: by object, state, kind and time. */
final class IngestionLogFilter {
    static final String EVENT_TYPE = "validation_error";

    private static final Set<String> STATUS = Set.of("error", "warning", "info");

    private IngestionLogFilter() {}

    static String status(IngestionLog.Entry entry) {
        return entry.failure().isWarning() ? "warning" : "error";
    }

    /** An empty text lets everything pass. */
    static Predicate<IngestionLog.Entry> parse(String text) throws Refusal {
        Predicate<IngestionLog.Entry> all = entry -> true;
        Set<String> seen = new HashSet<>();
        for (FilterParser.Term term : text.isEmpty() ? List.<FilterParser.Term>of() : FilterParser.parse(text)) {
            if (!seen.add(term.operator() + " " + term.field())) {
                throw Refusal.invalidParameter("Invalid filter provided", "filter");
            }
            all = all.and(test(term));
        }
        return all;
    }

    private static Predicate<IngestionLog.Entry> test(FilterParser.Term term) throws Refusal {
        boolean single = !term.list() && term.operator().equals("equals");
        boolean several =
                term.operator().equals("any") ? term.list() : term.operator().equals("equals");
        switch (term.field()) {
            case "record_id" -> {
                require(single, term);
                Set<String> id = texts(term, null);
                return entry -> id.contains(entry.failure().recordId());
            }
            case "status" -> {
                require(several, term);
                Set<String> status = texts(term, STATUS);
                return entry -> status.contains(status(entry));
            }
            case "event_type" -> {
                require(several, term);
                Set<String> types = texts(term, Set.of(EVENT_TYPE));
                return entry -> types.contains(EVENT_TYPE);
            }
            case "timestamp" -> {
                boolean from = term.operator().equals("greater-or-equal");
                require((from || term.operator().equals("less-than")) && !term.list(), term);
                long bound = time(term.values().get(0));
                return entry -> from == (Micros.of(entry.at()) >= bound);
            }
            default -> throw refused(term);
        }
    }

    private static Set<String> texts(FilterParser.Term term, Set<String> known) throws Refusal {
        for (FilterParser.Literal value : term.values()) {
            if (value.kind() != FilterParser.Kind.STRING || (known != null && !known.contains(value.text()))) {
                throw Refusal.invalidParameter(
                        "'" + value.text() + "' is not a valid value for '" + term.field() + "'.", "filter");
            }
        }
        require(!term.values().isEmpty(), term);
        // A set of hashes may be asked for null, which the id of an entry can be.
        return term.values().stream().map(FilterParser.Literal::text).collect(Collectors.toCollection(HashSet::new));
    }

    private static long time(FilterParser.Literal value) throws Refusal {
        try {
            if (value.kind() == FilterParser.Kind.TIME) {
                return Micros.parse(value.text());
            }
        } catch (DateTimeException e) {
            // A date that no calendar has is refused like any other text.
        }
        throw Refusal.invalidParameter("'" + value.text() + "' is not a valid value for 'timestamp'.", "filter");
    }

    private static void require(boolean holds, FilterParser.Term term) throws Refusal {
        if (!holds) {
            throw refused(term);
        }
    }

    private static Refusal refused(FilterParser.Term term) {
        return Refusal.invalidParameter(
                "'" + term.operator() + "(" + term.field() + ")' is not a filter for this resource. There are: "
                        + "equals(record_id), equals and any(status), equals and any(event_type), "
                        + "greater-or-equal and less-than(timestamp).",
                "filter");
    }
}
