package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.JobFate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * A failure that the emulator is asked to show to some requests.
 *
 * <p>Faults are tried in the order in which they were given, after the key and the revision have been checked and before
 * the quota. The first that fires decides, except that a {@link Kind#DELAY} lets those behind it fire as well. A
 * {@link Kind#POISON} is tried after everything else, when the records of a request are about to be taken in,
 * and those whose names begin with {@code JOB_} when its job is about to be made.
 */
public final class Fault {
    private static final Pattern MATCH = Pattern.compile("[A-Z]+ /[^\\s*]*\\*?");

    private final String match;
    private final Kind kind;
    private final int status;
    private final int retryAfter;
    private final double rate;
    private final int times;
    private final int after;
    private final Duration delay;
    private final String contains;
    private final boolean pointers;
    private final int processed;
    private final double share;
    private final BitSet records;
    private final Map<String, Object> given;

    private Fault(Builder builder) {
        match = builder.match;
        kind = builder.kind;
        status = builder.status;
        retryAfter = builder.retryAfter;
        rate = builder.rate;
        times = builder.times;
        after = builder.after;
        delay = builder.delay;
        contains = octets(builder.contains.getBytes(StandardCharsets.UTF_8));
        pointers = builder.pointers;
        processed = builder.processed;
        share = builder.share;
        records = (BitSet) builder.records.clone();
        given = Collections.unmodifiableMap(new LinkedHashMap<>(builder.given));
    }

    /** What a fault does to a request. */
    public enum Kind {
        /** Answers with a status and a JSON:API error document; the request is not processed and takes no quota. */
        STATUS,
        /** Resets the connection (TCP RST) before the body is read; nothing is processed. */
        RESET_BEFORE,
        /** Processes the request, so that the ledger counts it, and resets the connection instead of answering. */
        RESET_AFTER,
        /** Waits, then goes on as usual. */
        DELAY,
        /**
         * Processes the request and closes the connection in the middle of the answer: half of the body under the full
         * Content-Length, or half of the status line when there is no body.
         */
        TRUNCATE,
        /**
         * Processes the request and answers in half: the JSON document ends in the middle, but length and connection are
         * right, so that only a reader of JSON notices. An answer without a body stays as it is.
         */
        CUT,
        /** Answers with a page whose {@code links.next} leads to that very page, even where it is the last one. */
        REPEAT_CURSOR,
        /**
         * Answers with a page that begins with one more copy of the last resource of the page before it, beyond the page
         * size; a first page stays as it is.
         */
        REPEAT_BORDER,
        /**
         * Refuses a request that brings records as a whole because of one or more of them, those whose JSON text holds a
         * given one; for a deletion of objects, those whose id does. Requests without such a record, and those that are refused anyway, neither show nor count it. The request
         * takes quota, as any that is processed.
         */
        POISON,
        /** Answers with a status and an HTML page, as a proxy does; the request is not processed. */
        HTML,
        /** Accepts the request, but its job ends cancelled, {@link Builder#after} so many records. */
        JOB_CANCELLED,
        /** Accepts the request, but its job is processing for good, and nothing of it is done. */
        JOB_NEVER_ENDS,
        /** Accepts the request and does the job, but whoever asks for it then is told that there is none. */
        JOB_EXPIRED,
        /** Accepts the request, but some records fail in its job, with errors that point at them. */
        JOB_FAILS,
        /** As {@link #JOB_FAILS}, with errors that point at no record. */
        JOB_UNNAMED_ERRORS,
        /**
         * As {@link #JOB_UNNAMED_ERRORS}, but an error shows the record in {@code original_payload}, where errors of such
         * a job have that.
         */
        JOB_PAYLOAD_ERRORS;

        /** Whether requests of an operation can show it: on others it neither fires nor counts. */
        boolean concerns(String operation) {
            return switch (this) {
                case REPEAT_CURSOR, REPEAT_BORDER -> Routes.isPaged(operation);
                case POISON -> Routes.isPoisonable(operation);
                default -> !ofJobs() || JobFamily.of(operation).isPresent();
            };
        }

        /** Whether it says what becomes of a job. */
        boolean ofJobs() {
            return name().startsWith("JOB_");
        }

        /** Whether it cannot be told from the head of a request if it fires. */
        boolean waits() {
            return this == POISON || ofJobs();
        }

        /** The name in JSON, such as {@code reset-before}. */
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Begins a fault.
     *
     * @param match {@code METHOD /path}, where the path may hold a variable as {@code {id}}; with a {@code *} at its
     *     end it matches everything that begins so
     * @param kind what happens to the requests that match
     * @return a builder whose fault fires on every match
     */
    public static Builder builder(String match, Kind kind) {
        return new Builder(match, kind);
    }

    /** Whether a request is meant, told by the path it has and by the operation it names. */
    boolean matches(String request, String operation) {
        if (!kind.concerns(operation)) {
            return false;
        }
        if (match.endsWith("*")) {
            return request.startsWith(match.substring(0, match.length() - 1));
        }
        return request.equals(match) || operation.equals(match);
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    /** Seconds, or -1 for no such header. */
    int retryAfter() {
        return retryAfter;
    }

    double rate() {
        return rate;
    }

    int times() {
        return times;
    }

    int after() {
        return after;
    }

    Duration delay() {
        return delay;
    }

    /** Whether the JSON text of a record, as it was sent, holds the text that is looked for. */
    boolean poisons(byte[] record) {
        return octets(record).contains(contains);
    }

    /** Whether the answer points at each record that is poisoned. */
    boolean pointers() {
        return pointers;
    }

    /** What becomes of a job of so many records. */
    JobFate fate(SplittableRandom random, int size) {
        return switch (kind) {
            case JOB_CANCELLED -> JobFate.ending(JobFate.End.CANCELLED, processed);
            case JOB_NEVER_ENDS -> JobFate.ending(JobFate.End.NEVER, 0);
            case JOB_EXPIRED -> JobFate.ending(JobFate.End.EXPIRED, Integer.MAX_VALUE);
            case JOB_FAILS -> JobFate.failing(failing(random, size), JobFate.Errors.POINTING);
            case JOB_UNNAMED_ERRORS -> JobFate.failing(failing(random, size), JobFate.Errors.SILENT);
            case JOB_PAYLOAD_ERRORS -> JobFate.failing(failing(random, size), JobFate.Errors.SHOWING);
            default -> throw new IllegalStateException("A fault of kind '" + kind.text() + "' is not one of jobs.");
        };
    }

    private BitSet failing(SplittableRandom random, int size) {
        BitSet failing = records.get(0, size);
        for (int record = 0; share > 0 && record < size; record++) {
            if (random.nextDouble() < share) {
                failing.set(record);
            }
        }
        return failing;
    }

    /** What was said when it was made, by the names it has in JSON; what was left out is missing. */
    Map<String, Object> given() {
        return given;
    }

    /** One character for each byte: texts in UTF-8 hold each other exactly when their bytes do. */
    private static String octets(byte[] utf8) {
        return new String(utf8, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "Fault " + kind.text() + " on " + match;
    }

    /** Says when a fault fires and what it looks like. */
    public static final class Builder {
        private final String match;
        private final Kind kind;
        private int status = -1;
        private int retryAfter = -1;
        private double rate = 1;
        private int times = Integer.MAX_VALUE;
        private int after;
        private Duration delay = Duration.ZERO;
        private String contains = "";
        private boolean pointers;
        private int processed;
        private double share;
        private final BitSet records = new BitSet();
        private final Map<String, Object> given = new LinkedHashMap<>();

        private Builder(String match, Kind kind) {
            if (!MATCH.matcher(match).matches()) {
                throw new IllegalArgumentException(
                        "'" + match
                                + "' does not say which requests are meant: write METHOD /path, with * at the end for a prefix.");
            }
            this.match = match;
            this.kind = kind;
            given.put("match", match);
            given.put("kind", kind.text());
        }

        /**
         * The status of the answer, from 400 to 599; required by {@link Kind#STATUS}, 502 unless said otherwise for
         * {@link Kind#HTML} and 400 for {@link Kind#POISON}, and not allowed elsewhere.
         */
        public Builder status(int status) {
            require(kind == Kind.STATUS || kind == Kind.HTML || kind == Kind.POISON, "takes no status");
            require(status >= 400 && status <= 599, "has a status from 400 to 599, not " + status);
            this.status = status;
            given.put("status", status);
            return this;
        }

        /** Seconds in a Retry-After header; only for {@link Kind#STATUS}. */
        public Builder retryAfter(int seconds) {
            require(kind == Kind.STATUS, "takes no retryAfter");
            require(seconds >= 0, "cannot be retried after " + seconds + " seconds");
            this.retryAfter = seconds;
            given.put("retryAfter", seconds);
            return this;
        }

        /**
         * The probability with which a match fires, above 0 and up to 1, by the emulator's seed; 1 unless said. For {@link
         * Kind#JOB_FAILS} and the kinds like it the probability with which a record fails; every match fires.
         */
        public Builder rate(double rate) {
            require(rate > 0 && rate <= 1, "has a rate above 0 and up to 1, not " + rate);
            if (failsRecords()) {
                this.share = rate;
            } else {
                this.rate = rate;
            }
            given.put("rate", rate);
            return this;
        }

        /** How often it fires at most; without end unless said. */
        public Builder times(int times) {
            require(times >= 1, "fires at least once, not " + times + " times");
            this.times = times;
            given.put("times", times);
            return this;
        }

        /**
         * How many matches are left alone first; 0 unless said. For {@link Kind#JOB_CANCELLED} how many records of the job
         * are processed first; every match fires.
         */
        public Builder after(int matches) {
            if (kind == Kind.JOB_CANCELLED) {
                require(matches >= 0, "cannot process " + matches + " records first");
                this.processed = matches;
            } else {
                require(matches >= 0, "cannot let " + matches + " matches pass first");
                this.after = matches;
            }
            given.put("after", matches);
            return this;
        }

        /** How long to wait; required by {@link Kind#DELAY} and only allowed there. */
        public Builder delay(Duration delay) {
            require(kind == Kind.DELAY, "takes no delay");
            require(!delay.isNegative() && !delay.isZero(), "has a delay above zero, not " + delay);
            this.delay = delay;
            given.put("delay", DurationText.text(delay));
            return this;
        }

        /** As {@link DurationText} reads it. */
        Builder delay(String text) {
            delay(DurationText.parse(text));
            given.put("delay", text);
            return this;
        }

        /**
         * What the JSON text of a poisoned record holds, as it was sent and with regard to case, or the id of a poisoned
         * object; only for {@link Kind#POISON}. Unless said it is empty, which poisons every record.
         */
        public Builder contains(String text) {
            require(kind == Kind.POISON, "takes no contains");
            this.contains = text;
            given.put("contains", text);
            return this;
        }

        /**
         * Whether the answer has an error for each poisoned record, which points at it, rather than one that points at
         * the whole document; only for {@link Kind#POISON}, and off unless said.
         */
        public Builder pointers(boolean on) {
            require(kind == Kind.POISON, "takes no pointers");
            this.pointers = on;
            given.put("pointers", on);
            return this;
        }

        /**
         * Which records of the job fail, by their numbers from 0, whether there are so many or not; only for {@link
         * Kind#JOB_FAILS}, {@link Kind#JOB_UNNAMED_ERRORS} and {@link Kind#JOB_PAYLOAD_ERRORS}.
         */
        public Builder records(int... numbers) {
            require(failsRecords(), "takes no records");
            for (int number : numbers) {
                require(number >= 0, "counts records from 0, not from " + number);
                records.set(number);
            }
            given.put("records", Arrays.stream(numbers).boxed().toList());
            return this;
        }

        private boolean failsRecords() {
            return kind == Kind.JOB_FAILS || kind == Kind.JOB_UNNAMED_ERRORS || kind == Kind.JOB_PAYLOAD_ERRORS;
        }

        /** Returns the fault, or throws {@link IllegalArgumentException} when something it needs was not said. */
        public Fault build() {
            require(kind != Kind.STATUS || status > 0, "needs a status");
            require(kind != Kind.DELAY || !delay.isZero(), "needs a delay");
            require(!failsRecords() || !records.isEmpty() || share > 0, "needs records or a rate");
            if (kind == Kind.HTML && status < 0) {
                status = 502;
            }
            if (kind == Kind.POISON && status < 0) {
                status = 400;
            }
            return new Fault(this);
        }

        private void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new IllegalArgumentException("A fault of kind '" + kind.text() + "' " + otherwise + ".");
            }
        }
    }
}
