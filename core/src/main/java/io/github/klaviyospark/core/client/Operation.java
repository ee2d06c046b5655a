package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.quota.QuotaLimits;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One endpoint with what is known of it: path, quota, scope, the answer that means success and whether a request may be
 * repeated when nobody knows if the first one arrived. The names are those of Klaviyo's OpenAPI document. Operations that
 * only read a collection are made from its descriptor.
 */
public final class Operation implements Serializable {

    private static final long serialVersionUID = 1L;

    /** {@code get_data_sources}: a page of data sources. */
    public static final Operation GET_DATA_SOURCES = new Operation(
            "GET", "/api/data-sources", 200, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", "custom-objects:read", true);

    /** {@code get_data_source}: one data source by its id. */
    public static final Operation GET_DATA_SOURCE = new Operation(
            "GET", "/api/data-sources/{id}", 200, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", "custom-objects:read", true);

    /**
     * {@code create_data_source}. Titles are unique: repeating it after a lost answer would be refused because of the
     * first one, so whoever creates looks again instead.
     */
    public static final Operation CREATE_DATA_SOURCE = new Operation(
            "POST", "/api/data-sources", 201, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", "custom-objects:write", false);

    /**
     * {@code bulk_create_data_source_records}. Records replace each other by id, so a repeated chunk changes nothing. The
     * specification grants 15 a minute where the Custom Objects overview says 60; the lower one is the default.
     */
    public static final Operation BULK_CREATE_DATA_SOURCE_RECORDS = new Operation(
            "POST",
            "/api/data-source-record-bulk-create-jobs",
            204,
            ApiFamily.DATA_SOURCE_RECORDS,
            "3/1s,15/60s",
            "custom-objects:write",
            true);

    /**
     * {@code create_data_source_record}: one record, with a quota of its own. It replaces by id as the records of a bulk
     * request do. Klaviyo's guides still say 700 a minute where the specification and its answers say 750.
     */
    public static final Operation CREATE_DATA_SOURCE_RECORD = new Operation(
            "POST",
            "/api/data-source-record-create-jobs",
            204,
            ApiFamily.DATA_SOURCE_RECORDS,
            "75/1s,750/60s",
            "custom-objects:write",
            true);

    private final String method;
    private final String path;
    private final List<Integer> successes;
    private final ApiFamily family;
    private final String scope;
    private final boolean repeatable;
    private final ArrayList<Budget> budgets;
    private final boolean saysNothing;

    private Operation(
            String method,
            String path,
            int success,
            ApiFamily family,
            String limits,
            String scope,
            boolean repeatable) {
        this(
                method,
                path,
                List.of(success),
                family,
                scope,
                repeatable,
                List.of(new Budget(method + " " + path, QuotaLimits.parse(limits))));
    }

    private Operation(
            String method,
            String path,
            List<Integer> successes,
            ApiFamily family,
            String scope,
            boolean repeatable,
            List<Budget> budgets) {
        this.method = method;
        this.path = path;
        this.successes = successes;
        this.family = family;
        this.scope = scope;
        this.repeatable = repeatable;
        this.budgets = new ArrayList<>(budgets);
        this.saysNothing = successes.equals(List.of(204));
    }

    private Operation(Operation other) {
        this.method = other.method;
        this.path = other.path;
        this.successes = other.successes;
        this.family = other.family;
        this.scope = other.scope;
        this.repeatable = other.repeatable;
        this.budgets = other.budgets;
        this.saysNothing = true;
    }

    /** An operation whose answer has no body although its status would allow one. */
    public Operation sayingNothing() {
        return new Operation(this);
    }

    /** An operation that reads a collection: answered 200, and repeatable because it changes nothing. */
    public static Operation reading(String path, ApiFamily family, QuotaLimits limits, String scope) {
        return new Operation("GET", path, 200, family, limits.toString(), scope, true);
    }

    /**
     * An operation that changes something.
     *
     * @param path its path, with {@code {id}} where a resource is named
     * @param limits the quota that Klaviyo's specification grants, such as {@code 10/1s,150/60s}
     * @param scope the scope that the key needs, or several with blanks between them
     * @param repeatable whether sending the same request twice leaves the account as sending it once does
     * @param success the status that means success
     */
    public static Operation writing(
            String method,
            String path,
            ApiFamily family,
            String limits,
            String scope,
            boolean repeatable,
            int success) {
        return new Operation(method, path, success, family, limits, scope, repeatable);
    }

    /** An operation that changes something, whose answer is not the same in all documents of Klaviyo. */
    public Operation orAnswering(int... others) {
        List<Integer> all = new ArrayList<>(successes);
        Arrays.stream(others).forEach(all::add);
        return new Operation(method, path, List.copyOf(all), family, scope, repeatable, budgets);
    }

    /** An operation on definitions or objects, three a second and sixty a minute as nearly all of them. */
    public static Operation ofObjects(String method, String path, int success, boolean repeatable) {
        String scope = method.equals("GET") ? "custom-objects:read" : "custom-objects:write";
        return new Operation(method, path, success, ApiFamily.CUSTOM_OBJECTS, "3/1s,60/60s", scope, repeatable);
    }

    /**
     * The same operation asking for something that costs more, and is counted in a budget of its own besides.
     *
     * @param budget what costs more; operations that name the same one share it
     */
    public Operation costing(String budget, QuotaLimits limits) {
        List<Budget> all = new ArrayList<>(List.of(new Budget(budget, limits)));
        all.addAll(budgets);
        return new Operation(method, path, successes, family, scope, repeatable, all);
    }

    /** The HTTP method. */
    public String method() {
        return method;
    }

    /** The path, with {@code {id}} where a resource is named. */
    public String path() {
        return path;
    }

    /** Whether a status means success; any other is an error. */
    boolean succeedsWith(int status) {
        return successes.contains(status);
    }

    /** Whether a success has no body. */
    boolean saysNothing() {
        return saysNothing;
    }

    /** The family whose revision is sent. */
    public ApiFamily family() {
        return family;
    }

    /** The quota that Klaviyo's specification grants, the dearest one where several count. */
    public QuotaLimits limits() {
        return budgets.get(0).limits();
    }

    /** The budgets that a request is counted in, dearest first. */
    List<Budget> budgets() {
        return budgets;
    }

    /** The scope that the key needs. */
    public String scope() {
        return scope;
    }

    /** Whether sending the same request twice leaves the account as sending it once does. */
    public boolean repeatable() {
        return repeatable;
    }

    /** Method and path, as errors show it. */
    public String label() {
        return method + " " + path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Operation that && label().equals(that.label()) && budgets.equals(that.budgets);
    }

    @Override
    public int hashCode() {
        return label().hashCode();
    }

    @Override
    public String toString() {
        return label();
    }

    record Budget(String name, QuotaLimits limits) implements Serializable {

        private static final long serialVersionUID = 1L;
    }
}
