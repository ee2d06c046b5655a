package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.filter.FilterPlan;
import io.github.klaviyospark.core.page.Demand;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.options.ReadConf;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** What is read, decided: the requests that begin each chain of pages, and how many rows are wanted of them. */
final class ReadPlan {

    /** Nobody documents how long a URL may be; servers and proxies commonly take this much. */
    private static final int MOST_URL = 8_000;

    /** Endpoint and cursor, which are not known beforehand. */
    private static final int MOST_CURSOR = 500;

    /** Room for the three short lists that there may be, and for one value of the longest kind. */
    private static final int LEAST_ROOM = 5_000;

    private final ReadConf conf;
    private final StructType columns;
    private final Constraint constraint;
    private final Optional<TopN> topN;
    private final long limit;
    private final Map<String, String> fixed;
    private final Operation operation;

    /**
     * Decides what to ask for.
     *
     * @param columns the columns that are wanted
     * @param constraint which rows are wanted, at least
     * @param topN the order in which rows are wanted, when only the first ones are
     * @param limit how many rows are wanted at most
     */
    ReadPlan(ReadConf conf, StructType columns, Constraint constraint, Optional<TopN> topN, long limit) {
        this.conf = conf;
        this.columns = columns;
        this.constraint = constraint;
        this.topN = topN;
        this.limit = limit;

        CollectionDescriptor collection = conf.collection();
        FieldSelection selection = new FieldSelection(collection, columns);
        this.operation = collection.operation(selection.additionalFields());
        this.fixed = new LinkedHashMap<>(selection.parameters(conf.includes()));
        topN.ifPresent(order -> fixed.put("sort", order.parameter()));
        fixed.put("page[size]", Long.toString(Math.max(1, Math.min(limit, collection.maxPageSize()))));
    }

    /**
     * The chains of pages.
     *
     * @param now the time, which no bound may exceed
     */
    List<Chain> chains(Instant now) {
        List<Filter> filters = filters(now);
        return filters.stream()
                .map(filter -> new Chain(parameters(filter), filters.size() > 1 ? ownTexts(filter) : Map.of()))
                .toList();
    }

    /**
     * Where the server compares more loosely than by letters, two chains may find one resource: each keeps those that have
     * its own texts. These columns are always there, because Spark looks at them as well.
     */
    private Map<Integer, Set<String>> ownTexts(Filter filter) {
        Map<Integer, Set<String>> texts = new LinkedHashMap<>();
        List<String> names = List.of(columns.fieldNames());
        for (String field : PredicateTranslator.LOOSE) {
            if (names.contains(field) && !filter.texts(field).isEmpty()) {
                texts.put(names.indexOf(field), filter.texts(field));
            }
        }
        return texts;
    }

    private List<Filter> filters(Instant now) {
        return FilterPlan.filters(constraint, conf.filter(), room(), now);
    }

    /** What is left of a URL for lists of values. */
    private int room() {
        int used = parameters(conf.filter()).entrySet().stream()
                .mapToInt(parameter -> KlaviyoRequest.encodedLength(parameter.getKey(), parameter.getValue()))
                .sum();
        return Math.max(MOST_URL - MOST_CURSOR - used, LEAST_ROOM);
    }

    private Map<String, String> parameters(Filter filter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!filter.isEmpty()) {
            parameters.put("filter", filter.written());
        }
        parameters.putAll(fixed);
        return parameters;
    }

    /** The resource that the collection belongs to, or null. */
    String resource() {
        return conf.collection().resource().orElse(null);
    }

    /** The operation, whose budgets depend on what is asked for. */
    Operation operation() {
        return operation;
    }

    /** The quota that is kept: the dearest one where the request is counted in several. */
    QuotaLimits quota() {
        return givenQuota().orElse(operation.limits());
    }

    /** The quota that the user gave, for all budgets that a request is counted in. */
    Optional<QuotaLimits> givenQuota() {
        return conf.quotaLimits();
    }

    /** How much of each chain is wanted. */
    Demand demand() {
        int size = conf.collection().maxPageSize();
        long pages = limit == Long.MAX_VALUE ? limit : (limit + size - 1) / size;
        return new Demand(pages, topN.isPresent());
    }

    /** The columns of the rows. */
    StructType columns() {
        return columns;
    }

    /** How many rows of each chain are wanted at most. */
    long limit() {
        return limit;
    }

    /** For plans and logs: what is asked for, without the texts that are compared with. */
    String description(Instant now) {
        StringBuilder text = new StringBuilder("klaviyo " + conf.collection().name());
        List<Filter> filters = filters(now);
        if (filters.isEmpty()) {
            return text.append(" (nothing can be found, so no request)").toString();
        }

        if (!filters.get(0).isEmpty()) {
            text.append(" filter=").append(filters.get(0));
            if (filters.size() > 1) {
                text.append(" and ").append(filters.size() - 1).append(" like it");
            }
        }
        fixed.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
        if (limit != Long.MAX_VALUE) {
            text.append(" limit=").append(limit);
        }
        return text.append(" quota=").append(quota()).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadPlan that
                && conf.equals(that.conf)
                && columns.equals(that.columns)
                && constraint.equals(that.constraint)
                && fixed.equals(that.fixed)
                && limit == that.limit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(conf, fixed, limit);
    }

    /**
     * The first rows in an order that the API has.
     *
     * @param key what it sorts by
     */
    record TopN(String key, boolean isDescending) {

        String parameter() {
            return isDescending ? "-" + key : key;
        }
    }

    /**
     * One chain of pages.
     *
     * @param parameters of its first request, in order
     * @param ownTexts columns, and the texts that a row has to have in them
     */
    record Chain(Map<String, String> parameters, Map<Integer, Set<String>> ownTexts) {

        /** The parameters' names only: their values may be a person's. */
        @Override
        public String toString() {
            return "Chain" + parameters.keySet();
        }
    }
}
