package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.secret.ApiKeySource;
import io.github.klaviyospark.core.target.Change;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every option of the format, in the order of the documentation. */
public final class Settings {

    /** Records that any endpoint takes in a request at most. */
    static final int MOST_RECORDS = 10_000;

    /** Bytes that any endpoint takes in a request at most. */
    static final int MOST_BYTES = 5_000_000;

    static final Setting<String> PATH = Setting.of(
                    "path",
                    "a collection to read, such as profiles, events or lists/ID/profiles, see [read.md](read.md#collections);"
                            + " data-source-records, a resource such as profiles or catalog-items, see [targets.md](targets.md), or"
                            + " object-types/TYPE/object-records with operation=delete, to write",
                    Function.identity())
            .fallback("data-source-records when writing, none when reading")
            .help("What to read or to write to; given as the argument of `load` or `save`.");

    static final Setting<Endpoint> ENDPOINT = Setting.of(
                    "endpoint", "https, or http to this machine; scheme, host and port only", Endpoint::of)
            .fallback("environment variable KLAVIYO_ENDPOINT, else https://a.klaviyo.com")
            .help("Where Klaviyo is.");

    static final Setting<ApiKeySource> API_KEY_SOURCE = Setting.of(
                    "apiKeySource", "env:NAME, file:PATH, hadoop:ALIAS or provider:CLASS", ApiKeySource::parse)
            .fallback("env:KLAVIYO_API_KEY")
            .help("Where the private key is found. It is looked up once, on the driver. The default is only sent to"
                    + " Klaviyo's own hosts and to this machine.");

    static final Setting<String> API_TOKEN = Setting.of("apiToken", "a Klaviyo private key", Function.identity())
            .alias("apiKey")
            .secret()
            .help("The private key itself. Spark hides an option of this name in plans and event logs, but not in Spark"
                    + " Connect; prefer `apiKeySource`. The name `apiKey` works, is not hidden, and is warned about.");

    static final Setting<Revisions> REVISION = Setting.of(
                    "revision", "a date, or FAMILY=DATE pairs (" + ApiFamily.labels() + ")", Revisions::parse)
            .fallback(Revisions.CURRENT)
            .help("The API revision to ask for, for all families or for some.");

    static final Setting<Change> OPERATION = Setting.of("operation", "create, update or delete", Settings::change)
            .fallback("create")
            .help(
                    "What to do with the rows: `create` sends them as records, or makes what a path names; `update` and `delete`"
                            + " change and remove it, where Klaviyo allows that. `delete` with the path"
                            + " `object-types/TYPE/object-records` deletes the objects whose ids they hold, where TYPE is the id"
                            + " or title of an object type. With `archivePath` it says which requests are read.");

    static final Setting<String> DATA_SOURCE = Setting.of("dataSource", "an id or a title", Settings::notBlank)
            .toWrite()
            .help("The data source that records go to. Required to write `data-source-records`.");

    static final Setting<Boolean> CREATE_DATA_SOURCE = Setting.of("createDataSource", "true or false", Settings::bool)
            .fallback("false")
            .toWrite()
            .help("Whether a data source that does not exist is created with `dataSource` as its title.");

    static final Setting<Boolean> INGEST = Setting.of("ingest", "bulk or single", Settings::isSingle)
            .fallback("bulk")
            .toWrite()
            .ofRun()
            .help(
                    "The endpoint that records go to: `bulk` sends up to 500 in a request, 15 requests a minute; `single` sends"
                            + " one in a request, 750 a minute. `single` is for a few rows often, fewer than 50 at a time:"
                            + " see [write.md](write.md#trickles).");

    static final Setting<List<String>> ID_FIELD = Setting.of(
                    "idField", "column names separated by commas; struct members as a.b", Settings::names)
            .toWrite()
            .ofRun()
            .help("The columns that identify a record. Rows are brought together and sorted by them, so that records of"
                    + " one id keep to one writer and chunks are the same on every attempt. A row in which one of them is"
                    + " null is invalid.");

    static final Setting<List<String>> ORDER_FIELD = Setting.of(
                    "orderField", "column names separated by commas; struct members as a.b", Settings::names)
            .toWrite()
            .ofRun()
            .help(
                    "The columns that say which of two rows with the same id is later, such as a time of change; nulls are"
                            + " earliest. Rows of one id are sent in this order. Without it the order is the same on every attempt,"
                            + " but means nothing.");

    static final Setting<Boolean> DUPLICATES = Setting.of("duplicates", "keep or last", Settings::keepsLast)
            .fallback("keep")
            .toWrite()
            .ofRun()
            .help(
                    "What to do with rows of the same id: `keep` sends them all, the last one last; `last` sends the last one"
                            + " and counts the others as superseded.");

    static final Setting<Writers> WRITERS = Setting.of("writers", "auto, 1 to 64, or input", Writers::parse)
            .fallback("auto")
            .toWrite()
            .ofRun()
            .leftOpenBy("auto")
            .help("How many tasks send. `auto` takes one, or two when the quota has more than 60 requests a minute. One"
                    + " saturates the bulk endpoint at its 15. With `quota=static` there can, on a cluster,"
                    + " be no more than the smallest window of the quota has permits. `input` keeps the"
                    + " partitions of the DataFrame, without a shuffle and with a last chunk each that is not full.");

    static final Setting<Integer> IN_FLIGHT = Setting.of("inFlight", "1 to 64", number(1, 64))
            .fallback(
                    "1 for records; with ingest=single and for other resources 6, or 12 where requests make jobs that are"
                            + " waited for, unless rows of one id must keep their order")
            .toWrite()
            .help(
                    "Requests that a writer has under way at a time. One is enough unless the quota is large and answers are"
                            + " slow. More than one needs `duplicates=last` when there is an `idField`, because requests may"
                            + " overtake each other. A writer holds as many chunks in memory, and two more.");

    static final Setting<Integer> CHUNK_RECORDS = Setting.of("chunkRecords", "1 to 10000", number(1, MOST_RECORDS))
            .fallback("as many as the endpoint takes: 500 for records")
            .toWrite()
            .ofRunOnceGiven()
            .help("Records in a request at most. Not with `ingest=single`, which has one.");

    static final Setting<Integer> CHUNK_BYTES = Setting.of("chunkBytes", "1000 to 5000000", number(1_000, MOST_BYTES))
            .fallback("as many as the endpoint takes: 4000000 for records, 5000000 for others")
            .toWrite()
            .ofRunOnceGiven()
            .help("Bytes of a request's body at most, envelope included. A record that does not fit alone is invalid.");

    static final Setting<Boolean> OMIT_NULLS = Setting.of("nulls", "send or omit", Settings::omitsNulls)
            .fallback("send")
            .toWrite()
            .ofRun()
            .help("Whether a null column or struct member is written as `null` or left out. Null elements of arrays and"
                    + " values of maps are always written.");

    static final Setting<QuotaLimits> QUOTA_LIMITS = Setting.of(
                    "quotaLimits", "PERMITS/WINDOW pairs, such as 3/1s,15/60s", QuotaLimits::parse)
            .fallback(
                    "what Klaviyo's specification grants: 3/1s,15/60s for data-source-records, or 75/1s,750/60s with ingest=single; 3/1s,60/60s to delete objects;"
                            + " see [targets.md](targets.md) for other resources;"
                            + " 75/1s,750/60s for profiles,"
                            + " or 10/1s,150/60s with predictive analytics")
            .help("A quota of your own for the endpoint that is read or written, which is not exceeded even if Klaviyo"
                    + " grants more. Without it the quota is the one that Klaviyo's answers name: some accounts are granted 60"
                    + " a minute for data-source-records.");

    static final Setting<QuotaChoice> QUOTA = Setting.of("quota", "auto, driver or static", QuotaChoice::parse)
            .fallback("auto")
            .help(
                    "How tasks in several processes come to one quota: `driver` has them ask the driver for each request, and"
                            + " fails the job when it does not answer; `static` gives each task a fixed part; `auto` asks the"
                            + " driver and keeps a fixed part where it does not answer.");

    static final Setting<Double> QUOTA_SHARE = Setting.of("quotaShare", "above 0, at most 1", Settings::share)
            .fallback("1")
            .help("How much of every quota this application uses, when others of the same account need the rest: 0.5 is"
                    + " half.");

    static final Setting<Duration> MAX_RETRY_WAIT = Setting.of("maxRetryWait", "1s to 24h", Settings::duration)
            .fallback("600s")
            .help("The longest `Retry-After` that is waited for; a longer one fails the job with a message.");

    static final Setting<Duration> MAX_STALL = Setting.of("maxStall", "1s to 24h", Settings::duration)
            .fallback("30m")
            .help(
                    "How long a request may go on without success, from its first answer or failure, before the job fails."
                            + " Waiting for quota in the first place does not count.");

    static final Setting<Duration> REQUEST_TIMEOUT = Setting.of("requestTimeout", "1s to 24h", Settings::duration)
            .fallback("60s")
            .help(
                    "How long the network may be silent before an attempt counts as lost; a whole attempt may take twice that.");

    static final Setting<Boolean> ON_INVALID = Setting.of("onInvalid", "fail or deadLetter", Settings::setsAside)
            .fallback("fail")
            .toWrite()
            .help(
                    "What to do with a row that cannot be sent or that Klaviyo refuses: `fail` fails the job; `deadLetter` puts"
                            + " it into a table with the reason and goes on. Needs `runPath` or `deadLetterPath`.");

    static final Setting<String> DEAD_LETTER_PATH = Setting.of(
                    "deadLetterPath", "a folder on any Hadoop file system", Settings::notBlank)
            .fallback("the run's own folder")
            .toWrite()
            .ofRunOnceGiven()
            .help("Where dead letters are put: lines of JSON with the columns run, writer, chunk, code, title, pointer,"
                    + " reason and row. The folder may serve many runs.");

    static final Setting<Integer> MAX_DEAD_LETTERS = Setting.of(
                    "maxDeadLetters", "0 to 1000000000", number(0, 1_000_000_000))
            .fallback("1000")
            .toWrite()
            .help("How many dead letters a writer may have before the job fails; those of a request or a job of which"
                    + " nobody knows what Klaviyo took count as one. Finding a row that Klaviyo refuses takes some ten"
                    + " requests when its answer does not name the row.");

    static final Setting<String> RUN_PATH = Setting.of(
                    "runPath", "a folder on any Hadoop file system", Settings::notBlank)
            .toWrite()
            .help(
                    "Where runs are kept: each write makes a folder there with a receipt for each chunk, dead letters and the"
                            + " report. A task that runs again then sends no chunk again that has a receipt, and a job that failed"
                            + " can be continued with `resume`. A stream keeps the receipts of its last epochs there; without it,"
                            + " in its checkpoint.");

    static final Setting<String> RESUME = Setting.of("resume", "the id of a run in runPath", Settings::notBlank)
            .toWrite()
            .help(
                    "The unfinished run to continue, over the same rows. Options that chunks depend on are those of the run."
                            + " Refused for streams, which go on by themselves.");

    static final Setting<Boolean> DRY_RUN = Setting.of("dryRun", "true or false", Settings::bool)
            .fallback("false")
            .toWrite()
            .help(
                    "Whether to send nothing and only count: rows are encoded and packed as in earnest, rows that could not be"
                            + " sent are counted, and the report says how many requests there would be and how long they take."
                            + " Needs no key and no data source that exists. Refused for streams, whose checkpoint would pass over"
                            + " the rows.");

    static final Setting<String> REPORT_PATH = Setting.of(
                    "reportPath", "a file on any Hadoop file system", Settings::notBlank)
            .help(
                    "Where a report is put as JSON: what became of the rows of a write, whether it succeeded or not, or what"
                            + " a read took, when its query has ended. An older file is replaced, by a write as soon as it starts.");

    private static final List<Setting<?>> ALL = List.of(
            PATH,
            ENDPOINT,
            API_KEY_SOURCE,
            API_TOKEN,
            REVISION,
            ReadSettings.INCLUDE,
            ReadSettings.FILTER,
            ReadSettings.PROPERTIES,
            ReadSettings.SLICES,
            ReadSettings.MAX_JOIN_KEYS,
            ReadSettings.PAGE_SIZE,
            ReadSettings.SINCE,
            ReadSettings.UNTIL,
            ReadSettings.MAX_ROWS_PER_BATCH,
            ReadSettings.MAX_REQUESTS_PER_BATCH,
            ReadSettings.LOOKBACK,
            ReadSettings.ARCHIVE_PATH,
            ReadSettings.AMBIGUOUS_CONSENT,
            OPERATION,
            DATA_SOURCE,
            CREATE_DATA_SOURCE,
            INGEST,
            ID_FIELD,
            ORDER_FIELD,
            DUPLICATES,
            WRITERS,
            IN_FLIGHT,
            CHUNK_RECORDS,
            CHUNK_BYTES,
            OMIT_NULLS,
            TargetSettings.OTHER_COLUMNS,
            TargetSettings.CONFIRM,
            TargetSettings.MAX_JOB_WAIT,
            QUOTA_LIMITS,
            QUOTA,
            QUOTA_SHARE,
            MAX_RETRY_WAIT,
            MAX_STALL,
            REQUEST_TIMEOUT,
            ON_INVALID,
            DEAD_LETTER_PATH,
            MAX_DEAD_LETTERS,
            RUN_PATH,
            RESUME,
            DRY_RUN,
            REPORT_PATH);

    private Settings() {}

    /** All options, in the order of the documentation. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    static String notBlank(String text) {
        if (text.isEmpty()) {
            throw new NotAllowedException();
        }
        return text;
    }

    private static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new NotAllowedException();
        };
    }

    private static boolean omitsNulls(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "omit" -> true;
            case "send" -> false;
            default -> throw new NotAllowedException();
        };
    }

    private static Change change(String text) {
        return Change.of(text).orElseThrow(NotAllowedException::new);
    }

    private static boolean isSingle(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "single" -> true;
            case "bulk" -> false;
            default -> throw new NotAllowedException();
        };
    }

    private static boolean keepsLast(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "last" -> true;
            case "keep" -> false;
            default -> throw new NotAllowedException();
        };
    }

    private static boolean setsAside(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "deadletter" -> true;
            case "fail" -> false;
            default -> throw new NotAllowedException();
        };
    }

    static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::trim)
                .map(Settings::notBlank)
                .collect(Collectors.toUnmodifiableList());
    }

    static Function<String, Integer> number(int least, int most) {
        return text -> {
            int value = Integer.parseInt(text);
            if (value < least || value > most) {
                throw new NotAllowedException();
            }
            return value;
        };
    }

    private static double share(String text) {
        double share = Double.parseDouble(text);
        if (!(share > 0 && share <= 1)) {
            throw new NotAllowedException();
        }
        return share;
    }

    static Duration duration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < lower.length() && Character.isDigit(lower.charAt(digits))) {
            digits++;
        }

        long amount = Long.parseLong(lower.substring(0, digits));
        Duration duration =
                switch (lower.substring(digits).trim()) {
                    case "", "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> throw new NotAllowedException();
                };
        if (duration.isZero() || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new NotAllowedException();
        }
        return duration;
    }

    /** A value outside what is allowed; {@link Setting} finds the words for it. */
    static final class NotAllowedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;
    }
}
