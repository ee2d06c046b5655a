package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.filter.Constraint;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.filter.FilterPlan;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.options.ReadConf;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** What is read, decided: the requests that begin each chain of pages, and how many rows are wanted of them. */
final class ReadPlan {

    /** Nobody documents how long a URL may be; servers and proxies commonly take this much. */
    private static final int MOST_URL = 8_000;

    private static final int LEAST_ROOM = 3_000;

    private final ReadConf conf;
    private final StructType columns;
    private final Constraint constraint;
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
        this.limit = limit;

        CollectionDescriptor collection = conf.collection();
        FieldSelection selection = new FieldSelection(collection, columns);
        this.operation = collection.operation(selection.additionalFields());
        this.fixed = new LinkedHashMap<>(selection.parameters(conf.includes()));
        topN.ifPresent(order -> fixed.put("sort", order.parameter()));
        fixed.put("page[size]", Long.toString(Math.max(1, Math.min(limit, collection.maxPageSize()))));
    }

    /**
     * The query parameters of the first request of each chain, in order.
     *
     * @param now the time, which no bound may exceed
     */
    List<Map<String, String>> chains(Instant now) {
        return filters(now).stream().map(this::parameters).toList();
    }

    private List<Filter> filters(Instant now) {
        int used = parameters(conf.filter()).entrySet().stream()
                .mapToInt(parameter -> KlaviyoRequest.encodedLength(parameter.getKey(), parameter.getValue()))
                .sum();
        int room = MOST_URL - conf.connection().endpoint().toString().length() - used;
        return FilterPlan.filters(constraint, conf.filter(), Math.max(room, LEAST_ROOM), now);
    }

    private Map<String, String> parameters(Filter filter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!filter.isEmpty()) {
            parameters.put("filter", filter.written());
        }
        parameters.putAll(fixed);
        return parameters;
    }

    /** The operation, whose budgets depend on what is asked for. */
    Operation operation() {
        return operation;
    }

    /** The quota that is kept. */
    QuotaLimits quota() {
        return conf.quotaLimits().orElse(operation.limits());
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
}
