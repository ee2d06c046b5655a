package io.github.klaviyospark.spark.testing.random;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A query over {@link RandomProfiles}: what a user may write, whether Klaviyo can do it or not. Plain Java, so that it runs
 * beside any version of Spark.
 */
public final class RandomQuery {

    /** The first columns of every query, in this order, so that rows can be compared by them. */
    public static final List<String> KEYS = List.of("id", "created", "updated", "email");

    private static final List<String> COLUMNS = List.of(
            "first_name",
            "external_id",
            "location",
            "location.city",
            "location.latitude",
            "properties",
            "properties['tier']",
            "subscriptions.email.marketing",
            "subscriptions.email.marketing.consent",
            "predictive_analytics",
            "predictive_analytics.churn_probability",
            "length(first_name)",
            "organization");

    private final Random random;
    private final List<String> columns;
    private final String condition;
    private final String orderKey;
    private final boolean isDescending;
    private final int limit;

    /**
     * A query that comes again with an equal source of chance.
     *
     * @param profiles how many profiles there are
     */
    public RandomQuery(Random random, int profiles) {
        this.random = random;
        List<String> some = new ArrayList<>(COLUMNS);
        Collections.shuffle(some, random);
        this.columns = new ArrayList<>(KEYS);
        columns.addAll(some.subList(0, random.nextInt(4)));
        this.condition = random.nextInt(6) == 0 ? "TRUE" : condition(3, profiles);
        this.orderKey = random.nextInt(3) == 0 ? pick(KEYS) : "";
        this.isDescending = random.nextBoolean();
        this.limit = random.nextInt(3) == 0 ? 1 + random.nextInt(profiles) : Integer.MAX_VALUE;
    }

    /** The query without its limit. */
    public String unlimited(String table) {
        return "SELECT " + String.join(", ", columns) + " FROM " + table + " WHERE " + condition
                + (orderKey.isEmpty() ? "" : " ORDER BY " + orderKey + (isDescending ? " DESC" : ""));
    }

    /** The query. */
    public String sql(String table) {
        return unlimited(table) + (hasLimit() ? " LIMIT " + limit : "");
    }

    public boolean hasLimit() {
        return limit != Integer.MAX_VALUE;
    }

    public int limit() {
        return limit;
    }

    /** Which of the first columns the rows are in order of; -1 for none. */
    public int orderColumn() {
        return KEYS.indexOf(orderKey);
    }

    private String condition(int depth, int profiles) {
        int kind = depth == 0 ? 6 + random.nextInt(4) : random.nextInt(10);
        return switch (kind) {
            case 0, 1, 2 -> "(" + condition(depth - 1, profiles) + " AND " + condition(depth - 1, profiles) + ")";
            case 3, 4 -> "(" + condition(depth - 1, profiles) + " OR " + condition(depth - 1, profiles) + ")";
            case 5 -> "NOT (" + condition(depth - 1, profiles) + ")";
            case 6, 7 -> identifiers(profiles);
            default -> random.nextInt(3) == 0 ? times() : texts(profiles);
        };
    }

    /** What Klaviyo can find by itself, so that nothing is left to look at. */
    private String identifiers(int profiles) {
        String field = pick(List.of("id", "external_id", "email"));
        return switch (random.nextInt(4)) {
            case 0 -> field + " = " + text(field, profiles);
            case 1 -> text(field, profiles) + " <=> " + field;
            default -> field + " IN (" + list(field, profiles) + ")";
        };
    }

    private String texts(int profiles) {
        String field = pick(List.of(
                "id",
                "id",
                "email",
                "email",
                "phone_number",
                "external_id",
                "external_id",
                "first_name",
                "location.city"));
        return switch (random.nextInt(12)) {
            case 0 -> field + " IS NULL";
            case 1 -> field + " IS NOT NULL";
            case 2 -> field + " <> " + text(field, profiles);
            case 3 -> field + " LIKE " + pick(List.of("'%a%'", "'A%'", "'%net'", "'c-1'"));
            case 4 -> "lower(" + field + ") = " + text(field, profiles);
            case 5 -> field + " <=> " + text(field, profiles);
            case 6 -> text(field, profiles) + " = " + field;
            case 7, 8 -> field + (random.nextInt(4) == 0 ? " NOT" : "") + " IN (" + list(field, profiles) + ")";
            case 9 ->
                pick(List.of(
                        "subscriptions.email.marketing.consent = 'SUBSCRIBED'",
                        "subscriptions.email.marketing.can_receive_email_marketing",
                        "predictive_analytics.churn_probability > 0.5",
                        "properties['tier'] = '\"gold\"'",
                        "location.latitude < 0",
                        "email > 'b'"));
            default -> field + " = " + text(field, profiles);
        };
    }

    private String list(String field, int profiles) {
        List<String> values = new ArrayList<>();
        // Long enough at times that one request does not take it.
        int size = random.nextInt(20) == 0 ? 130 : 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            values.add(size > 100 ? quoted(field + i) : text(field, profiles));
        }
        values.add(text(field, profiles));
        return String.join(", ", values);
    }

    private String text(String field, int profiles) {
        if (random.nextInt(15) == 0) {
            return pick(List.of("NULL", "''", "'nobody'", "'line\\nbreak'"));
        }
        return quoted(
                switch (field) {
                    case "id" -> RandomProfiles.id(random.nextInt(profiles + 2));
                    case "email" -> pick(RandomProfiles.EMAILS);
                    case "phone_number" -> pick(RandomProfiles.PHONES);
                    case "external_id" -> pick(RandomProfiles.EXTERNAL_IDS);
                    default -> pick(RandomProfiles.NAMES);
                });
    }

    private String times() {
        String field = random.nextBoolean() ? "created" : "updated";
        return switch (random.nextInt(8)) {
            case 0 -> field + " BETWEEN " + time() + " AND " + time();
            case 1 -> field + " IN (" + time() + ", " + time() + ")";
            case 2 -> "CAST(" + field + " AS DATE) = DATE'2025-01-01'";
            case 3 -> field + " <> " + time();
            case 4 -> time() + pick(List.of(" < ", " <= ", " > ", " >= ")) + field;
            default -> field + pick(List.of(" = ", " < ", " <= ", " > ", " >= ", " <=> ")) + time();
        };
    }

    private String time() {
        Instant instant = random.nextInt(10) == 0
                ? pick(List.of(
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("1969-12-31T23:59:59.5Z"),
                        Instant.parse("2200-01-01T00:00:00Z"),
                        Instant.parse("9999-12-31T23:59:59.999999Z")))
                : pick(RandomProfiles.INSTANTS);
        return "TIMESTAMP'" + instant.toString().replace('T', ' ') + "'";
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    @Override
    public String toString() {
        return sql("profiles");
    }
}
