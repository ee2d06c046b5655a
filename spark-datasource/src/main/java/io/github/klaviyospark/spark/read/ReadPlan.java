package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.FilterField;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.filter.FilterPlan;
import io.github.klaviyospark.core.page.Demand;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.slice.Slice;
import io.github.klaviyospark.core.slice.Slicer;
import io.github.klaviyospark.spark.options.ReadConf;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
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
    private final Spread spread;
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
        this(conf, columns, constraint, topN, limit, Spread.FREE);
    }

    private ReadPlan(
            ReadConf conf, StructType columns, Constraint constraint, Optional<TopN> topN, long limit, Spread spread) {
        this.conf = conf;
        this.columns = columns;
        this.constraint = constraint;
        this.topN = topN;
        this.limit = limit;
        this.spread = spread;

        CollectionDescriptor collection = conf.collection();
        this.operation = collection.operation(new FieldSelection(collection, columns).additionalFields());
    }

    /** The parameters that all chains have. */
    private Map<String, String> fixed(StructType decoded) {
        FieldSelection selection = new FieldSelection(conf.collection(), decoded);
        Map<String, String> fixed = new LinkedHashMap<>(selection.parameters(conf.includes()));
        topN.ifPresent(order -> fixed.put("sort", order.parameter()));
        CollectionDescriptor collection = conf.collection();
        if (collection.takesPageSize()) {
            fixed.put("page[size]", Long.toString(Math.max(1, Math.min(limit, collection.maxPageSize()))));
        }
        return fixed;
    }

    /** Whether it may be read in slices: all of the collection, or all that conditions leave of it. */
    boolean canBeCut() {
        return spread != Spread.ONE_CHAIN
                && limit == Long.MAX_VALUE
                && topN.isEmpty()
                && !constraint.hasValues()
                && !constraint.isImpossible()
                && !conf.slices().equals(Optional.of(1))
                && Slicer.canCut(conf.collection(), conf.filter());
    }

    /** Whether only the first rows of each chain are wanted. */
    boolean isLimited() {
        return limit != Long.MAX_VALUE;
    }

    /**
     * The columns of rows as they come from pages: those that are wanted, and behind them the one that tells whose slice a
     * row is in when nobody wants it.
     */
    StructType decoded(List<Slice> slices) {
        if (slices.equals(List.of(Slice.WHOLE))) {
            return columns;
        }
        String field = conf.collection().sliceField().orElseThrow();
        return List.of(columns.fieldNames()).contains(field)
                ? columns
                : columns.add(DataTypes.createStructField(field, DataTypes.TimestampType, true));
    }

    /** A plan for some of its rows, with columns of its own. */
    ReadPlan part(StructType ownColumns, Constraint more, Optional<TopN> order, long most) {
        return new ReadPlan(conf, ownColumns, constraint.and(more), order, most);
    }

    /**
     * The chains of pages.
     *
     * @param now the time, which no bound may exceed
     * @param slices the ranges of time to read
     */
    List<Chain> chains(Instant now, List<Slice> slices) {
        StructType decoded = decoded(slices);
        if (slices.equals(List.of(Slice.WHOLE))) {
            List<Filter> filters = filters(constraint, now);
            return filters.stream()
                    .map(filter ->
                            new Chain(parameters(decoded, filter), filters.size() > 1 ? ownTexts(filter) : OwnRows.ALL))
                    .toList();
        }

        String field = conf.collection().sliceField().orElseThrow();
        int column = List.of(decoded.fieldNames()).indexOf(field);
        FilterField bounds = conf.collection().filter(field).orElseThrow();
        return slices.stream()
                .flatMap(slice -> filters(constraint.and(slice.constraint(bounds)), now).stream()
                        .map(filter -> new Chain(parameters(decoded, filter), OwnRows.times(column, slice))))
                .toList();
    }

    /**
     * Where the server compares more loosely than by letters, two chains may find one resource: each keeps those that have
     * its own texts. These columns are always there, because Spark looks at them as well.
     */
    private OwnRows ownTexts(Filter filter) {
        Map<Integer, Set<String>> texts = new LinkedHashMap<>();
        List<String> names = List.of(columns.fieldNames());
        for (FilterField field : conf.collection().filters()) {
            int column = names.indexOf(field.column().orElse(""));
            Set<String> own = filter.texts(field.name());
            // What the user filters by is not looked at again by anybody, so it is not told apart here either.
            boolean isGiven = conf.filter().fields().contains(field.name());
            if (!isGiven
                    && column >= 0
                    && field.value() == FieldType.STRING
                    && !field.comparesIds()
                    && !own.isEmpty()) {
                texts.put(column, own);
            }
        }
        return OwnRows.texts(texts);
    }

    private List<Filter> filters(Constraint wanted, Instant now) {
        return FilterPlan.filters(wanted, conf.filter(), room(), now);
    }

    /** What is left of a URL for lists of values. */
    private int room() {
        int used = parameters(columns, conf.filter()).entrySet().stream()
                .mapToInt(parameter -> KlaviyoRequest.encodedLength(parameter.getKey(), parameter.getValue()))
                .sum();
        return Math.max(MOST_URL - MOST_CURSOR - used, LEAST_ROOM);
    }

    private Map<String, String> parameters(StructType decoded, Filter filter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!filter.isEmpty()) {
            parameters.put("filter", filter.written());
        }
        parameters.putAll(fixed(decoded));
        return parameters;
    }

    /** The same read of fewer rows. */
    ReadPlan narrowedTo(Constraint fewer) {
        return new ReadPlan(conf, columns, fewer, topN, limit, spread);
    }

    /** The same read, in one task: what a task delivered can then be told apart from nothing but the whole. */
    ReadPlan inOneTask() {
        return new ReadPlan(conf, columns, constraint, topN, limit, Spread.ONE_TASK);
    }

    /** The same read, in one task and not cut. */
    ReadPlan inOneChain() {
        return new ReadPlan(conf, columns, constraint, topN, limit, Spread.ONE_CHAIN);
    }

    /** Whether all of it is one task's work. */
    boolean isOneTask() {
        return spread != Spread.FREE;
    }

    /** Which rows are wanted, at least. */
    Constraint constraint() {
        return constraint;
    }

    /** The resource that the collection belongs to, or null. */
    String resource() {
        return conf.collection().resource().orElse(null);
    }

    /** The operation, whose budgets depend on what is asked for. */
    Operation operation() {
        return operation;
    }

    /** The quota that is kept, as far as it is known: the dearest one where the request is counted in several. */
    QuotaLimits quota() {
        return givenQuota().orElse(operation.limits()).times(conf.connection().quotaShare());
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
        List<Filter> filters = filters(constraint, now);
        if (filters.isEmpty()) {
            return text.append(" (nothing can be found, so no request)").toString();
        }

        if (!filters.get(0).isEmpty()) {
            text.append(" filter=").append(filters.get(0));
            if (filters.size() > 1) {
                text.append(" and ").append(filters.size() - 1).append(" like it");
            }
        }
        fixed(columns)
                .forEach((name, value) ->
                        text.append(' ').append(name).append('=').append(value));
        if (limit != Long.MAX_VALUE) {
            text.append(" limit=").append(limit);
        }
        if (canBeCut()) {
            text.append(" slices=")
                    .append(conf.slices().map(Object::toString).orElse("auto"))
                    .append(" by ")
                    .append(conf.collection().sliceField().orElseThrow());
        }
        return text.append(" quota=").append(quota()).toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadPlan that
                && conf.equals(that.conf)
                && columns.equals(that.columns)
                && constraint.equals(that.constraint)
                && topN.equals(that.topN)
                && spread == that.spread
                && limit == that.limit;
    }

    @Override
    public int hashCode() {
        return Objects.hash(conf, columns, limit);
    }

    /** How far a read may be spread. */
    private enum Spread {
        FREE,
        ONE_TASK,
        ONE_CHAIN
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
     * @param own the rows that are kept
     */
    record Chain(Map<String, String> parameters, OwnRows own) {

        /** The parameters' names only: their values may be a person's. */
        @Override
        public String toString() {
            return "Chain" + parameters.keySet();
        }
    }
}
