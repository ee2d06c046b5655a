package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.filter.Filter;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a read was asked to do. Stays on the driver; tasks get the values that they need. */
public final class ReadConf {

    /** Older revisions have other names of attributes, and refuse those of today. */
    private static final String SPARSE_NAMES_SINCE = "2023-07-15";

    private final Map<String, String> given;
    private final Map<String, String> environment;
    private final Connection connection;
    private final CollectionDescriptor collection;
    private final List<String> includes;
    private final Filter filter;
    private final Optional<Integer> slices;
    private final int maxJoinKeys;
    private final Optional<QuotaLimits> quotaLimits;
    private final Optional<String> reportPath;
    private final Members members;
    private final Following following;

    private ReadConf(
            Map<String, String> given,
            OptionValues options,
            Map<String, String> environment,
            CollectionDescriptor found) {
        checkNoArchive(options);
        this.given = new HashMap<>(given);
        this.environment = environment;
        this.connection = Connection.of(options, environment);
        this.collection = collection(found, options.get(ReadSettings.PAGE_SIZE), connection);
        this.includes = includes(collection, options.get(ReadSettings.INCLUDE).orElse(List.of()));
        this.filter = options.get(ReadSettings.FILTER)
                .map(text -> Filter.parse(text, collection))
                .orElse(Filter.NONE);
        this.slices = options.orFallback(ReadSettings.SLICES);
        this.maxJoinKeys = options.orFallback(ReadSettings.MAX_JOIN_KEYS);
        this.quotaLimits = options.get(Settings.QUOTA_LIMITS);
        this.members = options.orFallback(ReadSettings.PROPERTIES);
        this.reportPath = options.get(Settings.REPORT_PATH);
        this.following = Following.of(options, collection, filter);
        checkRequired();
    }

    /**
     * Reads the options of a read. Sends nothing and looks up no key.
     *
     * @param options the options as Spark hands them over
     * @param environment the environment variables
     * @throws IllegalArgumentException when one is unknown, missing or not allowed
     */
    public static ReadConf of(Map<String, String> options, Map<String, String> environment) {
        OptionValues values = OptionValues.of(options, Setting.Use.READ);
        return new ReadConf(options, values, environment, ReadPath.collection(values.get(Settings.PATH)));
    }

    /**
     * Reads the options of a read of a collection that is known already.
     *
     * @throws IllegalArgumentException when one is unknown, missing or not allowed
     */
    public static ReadConf of(
            Map<String, String> options, Map<String, String> environment, CollectionDescriptor collection) {
        return new ReadConf(options, OptionValues.of(options, Setting.Use.READ), environment, collection);
    }

    private static void checkNoArchive(OptionValues options) {
        if (options.get(ReadSettings.ARCHIVE_PATH).isPresent()) {
            throw new IllegalArgumentException("Archives are read by format and path, and not as a table of a catalog:"
                    + " spark.read.format(\"klaviyo\").option(\"archivePath\", …).load(\"profiles\").");
        }
        if (options.get(Settings.OPERATION).isPresent()) {
            throw new IllegalArgumentException(
                    "Option operation is to write, and to read an archive of requests. Remove"
                            + " it here, or name the archive with archivePath.");
        }
        if (options.get(ReadSettings.AMBIGUOUS_CONSENT).isPresent()) {
            throw new IllegalArgumentException(
                    "Option ambiguousConsent is to read an archive of requests. Remove it here,"
                            + " or name the archive with archivePath.");
        }
    }

    private static CollectionDescriptor collection(
            CollectionDescriptor found, Optional<Integer> pageSize, Connection connection) {
        CollectionDescriptor sized = pageSize.map(found::withPageSize).orElse(found);
        return connection.revisions().isBefore(found.family(), SPARSE_NAMES_SINCE)
                ? sized.withoutSparseFields()
                : sized;
    }

    private void checkRequired() {
        collection.requiredFilter().ifPresent(required -> {
            if (!filter.fields().contains(required.field())) {
                throw new IllegalArgumentException("Klaviyo lists " + collection.name() + " of one " + required.field()
                        + " at a time. Name it with the option filter, as in option(\"filter\", '" + required.example()
                        + "'); known are " + String.join(", ", required.values())
                        + ". For several, read each and combine the DataFrames.");
            }
        });
    }

    private static List<String> includes(CollectionDescriptor collection, List<String> names) {
        List<String> known = new ArrayList<>();
        for (String name : names) {
            String canonical = collection
                    .include(name)
                    .orElseThrow(() -> new IllegalArgumentException("Option include names '" + name + "', which "
                            + collection.name() + " do not come with. Allowed: "
                            + collection.includes().stream()
                                    .map(include -> include.name())
                                    .collect(Collectors.joining(", "))
                            + "."))
                    .name();
            if (known.contains(canonical)) {
                throw new IllegalArgumentException("Option include names " + canonical + " twice. Name it once.");
            }
            known.add(canonical);
        }
        return List.copyOf(names);
    }

    /** The same read of a collection of which more is known. */
    public ReadConf reading(CollectionDescriptor other) {
        return new ReadConf(given, OptionValues.of(given, Setting.Use.READ), environment, other);
    }

    /** How to reach the account. */
    public Connection connection() {
        return connection;
    }

    /** What is read. */
    public CollectionDescriptor collection() {
        return collection;
    }

    /** Related resources that become columns, as they were spelled. */
    public List<String> includes() {
        return includes;
    }

    /** What the user filters by in Klaviyo's own grammar. */
    public Filter filter() {
        return filter;
    }

    /** Into how many slices to cut; empty when that is to be found out. */
    public Optional<Integer> slices() {
        return slices;
    }

    /** Up to how many keys of a join a read is narrowed to. */
    public int maxJoinKeys() {
        return maxJoinKeys;
    }

    /** What members become that are the customer's own. */
    public Members members() {
        return members;
    }

    /** Where to put a report of what the read took. */
    public Optional<String> reportPath() {
        return reportPath;
    }

    /** The quota to keep in the place of the documented one. */
    public Optional<QuotaLimits> quotaLimits() {
        return quotaLimits;
    }

    /** What is wanted of what changed. */
    public Following following() {
        return following;
    }

    /** Reads of the same options are the same, so that Spark can read once where a query reads twice. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ReadConf that
                && given.equals(that.given)
                && collection.name().equals(that.collection.name())
                && collection.fields().equals(that.collection.fields());
    }

    @Override
    public int hashCode() {
        return given.keySet().hashCode();
    }

    @Override
    public String toString() {
        return "ReadConf(" + collection.name() + " from " + connection.endpoint() + ")";
    }
}
