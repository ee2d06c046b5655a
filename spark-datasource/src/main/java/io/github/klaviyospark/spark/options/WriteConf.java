package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a write was asked to do. Stays on the driver; tasks get the values that they need. */
public final class WriteConf {

    private static final String DATA_SOURCE_RECORDS = "data-source-records";
    private static final Pattern OBJECT_RECORDS = Pattern.compile("object-types/(.+)/object-records");

    /** With the two writers of its quota: as many as leave in a second of it, at 150 ms an answer. */
    private static final int SINGLE_IN_FLIGHT = 6;

    private final OptionValues options;
    private final Map<String, String> environment;
    private final Connection connection;
    private final Optional<String> deletesFrom;
    private final String dataSource;
    private final boolean createDataSource;
    private final boolean single;
    private final List<String> idFields;
    private final List<String> orderFields;
    private final boolean keepsLast;
    private final OptionalInt writers;
    private final int inFlight;
    private final ChunkLimits chunkLimits;
    private final boolean omitNulls;
    private final Optional<QuotaLimits> givenQuota;
    private final QuotaLimits quotaLimits;
    private final boolean setsAside;
    private final Optional<String> deadLetterPath;
    private final int maxDeadLetters;
    private final Optional<String> runPath;
    private final Optional<String> resume;
    private final boolean dryRun;
    private final Optional<String> reportPath;

    private WriteConf(OptionValues options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
        this.connection = Connection.of(options, environment);
        this.deletesFrom = deletesFrom(options);
        this.dataSource = options.get(Settings.DATA_SOURCE)
                .or(() -> deletesFrom.map(type -> ""))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Option dataSource is missing. Name the data source that the records go to, by id or title, for"
                                + " example .option(\"dataSource\", \"warehouse.orders\"); createDataSource=true makes"
                                + " it when it does not exist."));
        this.createDataSource = options.orFallback(Settings.CREATE_DATA_SOURCE);
        this.single = options.orFallback(Settings.INGEST);
        this.idFields = options.get(Settings.ID_FIELD).orElse(List.of());
        this.orderFields = options.get(Settings.ORDER_FIELD).orElse(List.of());
        this.keepsLast = options.orFallback(Settings.DUPLICATES);
        this.givenQuota = options.get(Settings.QUOTA_LIMITS);
        this.quotaLimits = givenQuota.orElse(operation().limits()).times(connection.quotaShare());
        this.writers = options.orFallback(Settings.WRITERS).at(quotaLimits);
        this.inFlight = options.get(Settings.IN_FLIGHT).orElse(single && mayOvertake() ? SINGLE_IN_FLIGHT : 1);
        this.chunkLimits = new ChunkLimits(
                options.orFallback(Settings.CHUNK_RECORDS),
                options.orFallback(Settings.CHUNK_BYTES),
                Integer.MAX_VALUE);
        this.omitNulls = options.orFallback(Settings.OMIT_NULLS);
        this.dryRun = options.orFallback(Settings.DRY_RUN);
        this.reportPath = options.get(Settings.REPORT_PATH);
        this.setsAside = options.orFallback(Settings.ON_INVALID);
        this.deadLetterPath = options.get(Settings.DEAD_LETTER_PATH);
        this.maxDeadLetters = options.orFallback(Settings.MAX_DEAD_LETTERS);
        this.runPath = options.get(Settings.RUN_PATH);
        this.resume = options.get(Settings.RESUME);
        checkIngest();
        checkOrder();
        checkRun();
    }

    private Operation operation() {
        if (deletesFrom.isPresent()) {
            return ObjectRecordDeletes.OPERATION;
        }
        return single ? Operation.CREATE_DATA_SOURCE_RECORD : Operation.BULK_CREATE_DATA_SOURCE_RECORDS;
    }

    /** Whether it makes no difference which of two requests arrives first. */
    private boolean mayOvertake() {
        return idFields.isEmpty() || keepsLast;
    }

    private static Optional<String> deletesFrom(OptionValues options) {
        String path = options.get(Settings.PATH).orElse(DATA_SOURCE_RECORDS);
        boolean deletes = options.orFallback(Settings.OPERATION);
        Matcher objects = OBJECT_RECORDS.matcher(path);
        if (objects.matches()) {
            check(
                    deletes,
                    "Objects are made from the records of a data source: write those to " + DATA_SOURCE_RECORDS
                            + ". What can be done to '" + path + "' is operation=delete.");
            check(
                    options.get(Settings.DATA_SOURCE).isEmpty()
                            && options.get(Settings.CREATE_DATA_SOURCE).isEmpty(),
                    "Objects are deleted from their object type, and the path names it: leave dataSource and"
                            + " createDataSource out.");
            return Optional.of(objects.group(1));
        }
        check(
                path.equals(DATA_SOURCE_RECORDS),
                "Nothing can be written to '" + path + "'. Writable paths: " + DATA_SOURCE_RECORDS
                        + ", and object-types/TYPE/object-records with operation=delete.");
        check(
                !deletes,
                "Records of a data source cannot be deleted, only the objects that were made from them: give the path"
                        + " object-types/TYPE/object-records, with id or title of the object type.");
        return Optional.empty();
    }

    private void checkIngest() {
        check(
                !single || deletesFrom.isEmpty(),
                "ingest=single sends records of a data source one by one, and objects are only deleted in bulk: leave"
                        + " ingest out with operation=delete.");
        int most = options.get(Settings.CHUNK_RECORDS).orElse(1);
        check(
                !single || most == 1,
                "ingest=single sends one record a request, and chunkRecords=" + most
                        + " asks for more. Leave chunkRecords out, or take ingest=bulk.");
    }

    private void checkOrder() {
        boolean hasIds = !idFields.isEmpty();
        check(
                deletesFrom.isEmpty() || idFields.size() == 1,
                "Deleting needs idField with the one column that holds the ids of the objects.");
        check(
                hasIds || (!keepsLast && orderFields.isEmpty()),
                "duplicates=last and orderField are about rows with the same id: name the columns of the id with idField.");
        check(
                !keepsLast || writers.isPresent(),
                "duplicates=last needs rows of the same id in one writer, and writers=input leaves them where they are."
                        + " Give a number of writers, or leave writers out.");
        check(
                inFlight == 1 || mayOvertake(),
                "inFlight=" + inFlight
                        + " lets requests overtake each other, so that an earlier row could win over a later"
                        + " one of the same id. Set duplicates=last, or leave inFlight out.");
    }

    private void checkRun() {
        check(
                !setsAside || runPath.isPresent() || deadLetterPath.isPresent() || dryRun,
                "onInvalid=deadLetter needs a place for dead letters: set runPath or deadLetterPath to a folder.");
        check(
                setsAside || deadLetterPath.isEmpty(),
                "deadLetterPath is only used with onInvalid=deadLetter. Set that, or leave deadLetterPath out.");
        check(
                resume.isEmpty() || runPath.isPresent(),
                "resume names a run in runPath: set runPath to the folder that the run is in.");
        check(resume.isEmpty() || !dryRun, "dryRun counts all rows and looks at no receipts: leave resume out.");
    }

    private static void check(boolean isAllowed, String otherwise) {
        if (!isAllowed) {
            throw new IllegalArgumentException(otherwise);
        }
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

    /**
     * The same write as a part of a run that is resumed.
     *
     * @param ofRun the options of the run
     * @throws IllegalArgumentException when an option contradicts those of the run
     */
    public WriteConf resuming(Map<String, String> ofRun) {
        return new WriteConf(options.resuming(resume.orElseThrow(), ofRun), environment);
    }

    /** The options that all jobs of a run must have in common, with the number of writers that they come to. */
    public Map<String, String> ofRun() {
        Map<String, String> ofRun = new TreeMap<>(options.ofRun());
        writers.ifPresent(number -> ofRun.put(Settings.WRITERS.name(), Integer.toString(number)));
        if (single) {
            ofRun.put(Settings.CHUNK_RECORDS.name(), "1");
        }
        return ofRun;
    }

    /** How to reach the account. */
    public Connection connection() {
        return connection;
    }

    /** Id or title of the object type whose objects are deleted; empty when records are written. */
    public Optional<String> deletesFrom() {
        return deletesFrom;
    }

    /** Id or title of the data source; of no meaning when objects are deleted. */
    public String dataSource() {
        return dataSource;
    }

    /** Whether a missing data source is created. */
    public boolean createsDataSource() {
        return createDataSource;
    }

    /** Whether each record goes in a request of its own. */
    public boolean sendsSingly() {
        return single;
    }

    /** The columns that identify a record; empty when none were named. */
    public List<String> idFields() {
        return idFields;
    }

    /** The columns that say which of two rows with the same id is later; empty when none were named. */
    public List<String> orderFields() {
        return orderFields;
    }

    /** Whether of several rows with the same id only the last one is sent. */
    public boolean keepsLast() {
        return keepsLast;
    }

    /** Requests that a writer has under way at a time. */
    public int inFlight() {
        return inFlight;
    }

    /** Whether a row that cannot be sent becomes a dead letter. */
    public boolean setsAside() {
        return setsAside;
    }

    /** Where dead letters go, if not to the run. */
    public Optional<String> deadLetterPath() {
        return deadLetterPath;
    }

    /** How many dead letters a writer may have. */
    public int maxDeadLetters() {
        return maxDeadLetters;
    }

    /** The folder of all runs. */
    public Optional<String> runPath() {
        return runPath;
    }

    /** The run to continue. */
    public Optional<String> resume() {
        return resume;
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

    /** The quota that the user gave, never to be exceeded. */
    public Optional<QuotaLimits> givenQuota() {
        return givenQuota;
    }

    /** The quota that is kept, as far as it is known before anything is sent: the part of it that may be used. */
    public QuotaLimits quotaLimits() {
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
        return "WriteConf(" + (deletesFrom.isPresent() ? "deletes" : DATA_SOURCE_RECORDS) + " to "
                + connection.endpoint() + ")";
    }
}
