package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What a write was asked to do. Stays on the driver; tasks get the values that they need. */
public final class WriteConf {

    /** Each holds a chunk of at most 5 MB, and waits for a job that takes a second or many minutes. */
    private static final int JOBS_IN_FLIGHT = 12;

    /** With the two writers of its quota: as many as leave in a second of it, at 150 ms an answer. */
    private static final int SINGLE_IN_FLIGHT = 6;

    private final OptionValues options;
    private final Map<String, String> environment;
    private final Connection connection;
    private final WritePath path;
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
    private final boolean othersAreProperties;
    private final Optional<String> confirm;
    private final Duration maxJobWait;
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
        this.path = WritePath.of(options);
        this.dataSource = options.get(Settings.DATA_SOURCE)
                .or(() -> path.isRecords() ? Optional.empty() : Optional.of(""))
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
        this.quotaLimits = givenQuota.orElse(path.operation(single).limits()).times(connection.quotaShare());
        this.writers = options.orFallback(Settings.WRITERS).at(quotaLimits);
        this.inFlight = options.get(Settings.IN_FLIGHT).orElse(mayOvertake() ? usualInFlight() : 1);
        this.chunkLimits = new ChunkLimits(
                options.get(Settings.CHUNK_RECORDS).orElse(path.limits().records()),
                options.get(Settings.CHUNK_BYTES).orElse(path.limits().bytes()),
                Integer.MAX_VALUE);
        this.omitNulls = path.target().isPresent() || options.orFallback(Settings.OMIT_NULLS);
        this.othersAreProperties = options.orFallback(TargetSettings.OTHER_COLUMNS);
        this.confirm = options.get(TargetSettings.CONFIRM);
        this.maxJobWait = options.orFallback(TargetSettings.MAX_JOB_WAIT);
        this.dryRun = options.orFallback(Settings.DRY_RUN);
        this.reportPath = options.get(Settings.REPORT_PATH);
        this.setsAside = options.orFallback(Settings.ON_INVALID);
        this.deadLetterPath = options.get(Settings.DEAD_LETTER_PATH);
        this.maxDeadLetters = options.orFallback(Settings.MAX_DEAD_LETTERS);
        this.runPath = options.get(Settings.RUN_PATH);
        this.resume = options.get(Settings.RESUME);
        checkIngest();
        checkChunks();
        checkJobs();
        checkOrder();
        checkRun();
    }

    /** Whether it makes no difference which of two requests arrives first. */
    private boolean mayOvertake() {
        return idFields.isEmpty() || keepsLast;
    }

    private int usualInFlight() {
        boolean isRecordInBulk = path.isRecords() && !single;
        if (isRecordInBulk || path.objectType().isPresent()) {
            return 1;
        }
        boolean makesJobs = path.target().flatMap(Target::job).isPresent();
        return makesJobs ? JOBS_IN_FLIGHT : SINGLE_IN_FLIGHT;
    }

    private void checkIngest() {
        check(
                !single || path.objectType().isEmpty(),
                "ingest=single sends records of a data source one by one, and objects are only deleted in bulk: leave"
                        + " ingest out with operation=delete.");
        int most = options.get(Settings.CHUNK_RECORDS).orElse(1);
        check(
                !single || most == 1,
                "ingest=single sends one record a request, and chunkRecords=" + most
                        + " asks for more. Leave chunkRecords out, or take ingest=bulk.");
    }

    private void checkChunks() {
        ChunkLimits most = path.limits();
        int records = options.get(Settings.CHUNK_RECORDS).orElse(1);
        check(
                records <= most.records(),
                "Option chunkRecords cannot take the value '" + records + "' for " + path + ". Allowed: 1 to "
                        + most.records() + ".");
        int bytes = options.get(Settings.CHUNK_BYTES).orElse(1);
        check(
                bytes <= most.bytes(),
                "Option chunkBytes cannot take the value '" + bytes + "' for " + path + ". Allowed: 1000 to "
                        + most.bytes() + ".");
    }

    private void checkJobs() {
        int open = path.target().flatMap(Target::job).map(JobKind::open).orElse(Integer.MAX_VALUE);
        int most = writers.orElse(1) * inFlight;
        check(
                most <= open,
                "With " + writers.orElse(1) + " writers and inFlight=" + inFlight + " up to " + most
                        + " jobs would be open at a time, and an account may have " + open + ". Lower one of both.");
        boolean isRepeatable = path.operation(single).repeatable();
        check(
                isRepeatable || resume.isEmpty() || writers.isPresent(),
                "Rows for " + path
                        + " must not be sent twice, and with writers=input they may come in other chunks than when"
                        + " the run began. Give the number of writers that it was begun with.");
        Optional<String> home = path.target().flatMap(Target::home);
        check(
                !othersAreProperties || home.isPresent(),
                "otherColumns=properties puts columns into the properties of what is written, and " + path
                        + " has none. Leave it out.");
    }

    private void checkOrder() {
        boolean hasIds = !idFields.isEmpty();
        check(
                path.objectType().isEmpty() || idFields.size() == 1,
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
        ofRun.put(Settings.CHUNK_RECORDS.name(), Integer.toString(single ? 1 : chunkLimits.records()));
        ofRun.put(Settings.CHUNK_BYTES.name(), Integer.toString(chunkLimits.bytes()));
        if (path.target().isPresent()) {
            // They are about records, and refused where they were given for anything else.
            ofRun.remove(Settings.INGEST.name());
            ofRun.remove(Settings.OMIT_NULLS.name());
        }
        return ofRun;
    }

    /** How to reach the account. */
    public Connection connection() {
        return connection;
    }

    /** Id or title of the object type whose objects are deleted; empty when records are written. */
    public Optional<String> deletesFrom() {
        return path.objectType();
    }

    /** The resource that rows are written to; empty when they are records or ids of objects. */
    public Optional<Target> target() {
        return path.target();
    }

    /** Whether columns that the target does not have become members of its properties. */
    public boolean keepsOtherColumns() {
        return othersAreProperties;
    }

    /** What the user has confirmed. */
    public Optional<String> confirmed() {
        return confirm;
    }

    /** How long a job is waited for. */
    public Duration maxJobWait() {
        return maxJobWait;
    }

    /** Id or title of the data source; of no meaning for other paths. */
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
        return "WriteConf(" + path + " to " + connection.endpoint() + ")";
    }
}
