package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a write was asked to do. Stays on the driver; tasks get the values that they need. */
public final class WriteConf {

    private static final String DATA_SOURCE_RECORDS = "data-source-records";

    private final Connection connection;
    private final String dataSource;
    private final boolean createDataSource;
    private final List<String> idFields;
    private final OptionalInt writers;
    private final ChunkLimits chunkLimits;
    private final boolean omitNulls;
    private final Optional<QuotaLimits> quotaLimits;
    private final boolean dryRun;
    private final Optional<String> reportPath;

    private WriteConf(OptionValues options, Map<String, String> environment) {
        String path = options.get(Settings.PATH).orElse(DATA_SOURCE_RECORDS);
        if (!path.equals(DATA_SOURCE_RECORDS)) {
            throw new IllegalArgumentException(
                    "Nothing can be written to '" + path + "'. Writable paths: " + DATA_SOURCE_RECORDS + ".");
        }

        this.connection = Connection.of(options, environment);
        this.dataSource = options.get(Settings.DATA_SOURCE)
                .orElseThrow(() -> new IllegalArgumentException(
                        "Option dataSource is missing. Name the data source that the records go to, by id or title, for"
                                + " example .option(\"dataSource\", \"warehouse.orders\"); createDataSource=true makes"
                                + " it when it does not exist."));
        this.createDataSource = options.orFallback(Settings.CREATE_DATA_SOURCE);
        this.idFields = options.get(Settings.ID_FIELD).orElse(List.of());
        this.writers = options.orFallback(Settings.WRITERS);
        this.chunkLimits = new ChunkLimits(
                options.orFallback(Settings.CHUNK_RECORDS),
                options.orFallback(Settings.CHUNK_BYTES),
                Integer.MAX_VALUE);
        this.omitNulls = options.orFallback(Settings.OMIT_NULLS);
        this.quotaLimits = options.get(Settings.QUOTA_LIMITS);
        this.dryRun = options.orFallback(Settings.DRY_RUN);
        this.reportPath = options.get(Settings.REPORT_PATH);
    }

    /**
     * Reads the options of a write. Sends nothing and looks up no key.
     *
     * @param options the options as Spark hands them over
     * @param environment the environment variables
     * @throws IllegalArgumentException when one is unknown, missing or not allowed
     */
    public static WriteConf of(Map<String, String> options, Map<String, String> environment) {
        return new WriteConf(OptionValues.of(options, Setting.Use.WRITE), environment);
    }

    /** How to reach the account. */
    public Connection connection() {
        return connection;
    }

    /** Id or title of the data source. */
    public String dataSource() {
        return dataSource;
    }

    /** Whether a missing data source is created. */
    public boolean createsDataSource() {
        return createDataSource;
    }

    /** The columns that identify a record; empty when none were named. */
    public List<String> idFields() {
        return idFields;
    }

    /** How many tasks write; empty for as many as the input has partitions. */
    public OptionalInt writers() {
        return writers;
    }

    /** Limits of a chunk in addition to those of the endpoint. */
    public ChunkLimits chunkLimits() {
        return chunkLimits;
    }

    /** Whether null members are left out. */
    public boolean omitsNulls() {
        return omitNulls;
    }

    /** The quota to keep in the place of the documented one. */
    public Optional<QuotaLimits> quotaLimits() {
        return quotaLimits;
    }

    /** Whether to count only. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Where the report goes. */
    public Optional<String> reportPath() {
        return reportPath;
    }

    @Override
    public String toString() {
        return "WriteConf(" + DATA_SOURCE_RECORDS + " to " + connection.endpoint() + ")";
    }
}
