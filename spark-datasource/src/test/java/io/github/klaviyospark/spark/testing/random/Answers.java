package io.github.klaviyospark.spark.testing.random;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Whether one answer to a query is as right as another. With a limit, and among rows that tie, any rows will do.
 *
 * @param <R> a row, which has an equality of its own
 */
public final class Answers<R> {

    private final RandomQuery query;

    /** For a query. */
    public Answers(RandomQuery query) {
        this.query = query;
    }

    /** How to look into a row. */
    @FunctionalInterface
    public interface Column<R> {

        Object of(R row, int index);
    }

    /**
     * What is wrong with an answer, or nothing.
     *
     * @param actual the answer
     * @param unlimited all rows that the query finds without its limit, in its order
     */
    public String difference(List<R> actual, List<R> unlimited, Column<R> column) {
        int expected = Math.min(query.limit(), unlimited.size());
        if (actual.size() != expected) {
            return actual.size() + " rows, not " + expected;
        }

        Map<R, Integer> left = new HashMap<>();
        unlimited.forEach(row -> left.merge(row, 1, Integer::sum));
        for (R row : actual) {
            if (left.merge(row, -1, Integer::sum) < 0) {
                return "a row that should not be there: " + row;
            }
        }
        if (query.orderColumn() >= 0) {
            List<Object> order = keys(actual, column);
            List<Object> wanted = keys(unlimited.subList(0, expected), column);
            if (!order.equals(wanted)) {
                return "the order " + order + ", not " + wanted;
            }
        }
        return "";
    }

    private List<Object> keys(List<R> rows, Column<R> column) {
        List<Object> keys = new ArrayList<>();
        rows.forEach(row -> keys.add(Objects.toString(column.of(row, query.orderColumn()))));
        return keys;
    }
}
