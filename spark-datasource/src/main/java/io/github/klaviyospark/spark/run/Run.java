package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * One delivery of one set of rows, over as many jobs as it takes. It is a folder:
 *
 * <pre>
 * run.json                   what belongs to the run
 * receipts/WRITER/…          an empty file for each chunk that is settled, see {@link ChunkFacts}
 * dead-letters/…             rows that were not accepted, see {@link DeadLetters}
 * attempts/JOB/…             an empty file for each attempt of a task that failed, see {@link AttemptFacts}
 * report.json                the delivery report of the last job
 * FINISHED                   there when all rows are settled; the run then makes nobody skip anything
 * </pre>
 *
 * <p>Receipts are bound to the run: another run over the same rows sends them all again, because what Klaviyo holds may
 * have changed in between.
 */
public final class Run implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String SETTINGS = "run.json";
    private static final String FINISHED = "FINISHED";
    private static final String RECEIPTS = "receipts";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String id;
    private final String job;
    private final Folder folder;
    private final Folder shared;
    private final String hint;

    private Run(Folder shared, Folder folder, String id, String hint, Instant now) {
        this.shared = shared;
        this.folder = folder;
        this.id = id;
        this.hint = hint;
        this.job = newId(now);
    }

    private static Run of(String path, String id, Instant now, Configuration hadoop) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "'" + id + "' is no id of a run. Ids are names of folders in runPath, such as "
                            + newId(Instant.EPOCH) + ".");
        }
        Folder folder = Folder.of(path, hadoop).folder(id);
        String hint = "To go on without sending accepted rows again, repeat the job over the same rows with runPath="
                + path + " and resume=" + id + ".";
        return new Run(folder, folder, id, hint, now);
    }

    /** An id that no other run has. */
    public static String newId(Instant now) {
        return TIME.format(now) + "-"
                + "%06x".formatted(ThreadLocalRandom.current().nextInt(1 << 24));
    }

    /**
     * Begins a run.
     *
     * @param path the folder of all runs
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static Run begin(String path, String id, RunSettings settings, Instant now, Configuration hadoop) {
        Run run = of(path, id, now, hadoop);
        try (var out = run.folder.write(SETTINGS)) {
            out.write(settings.toJson());
        } catch (IOException e) {
            throw new UncheckedIOException("runPath '" + path + "' cannot be written: " + e.getMessage(), e);
        }
        return run;
    }

    /**
     * Finds a run that is to be continued.
     *
     * @throws IllegalArgumentException when there is none or it is finished
     */
    public static Run find(String path, String id, Instant now, Configuration hadoop) {
        Run run = of(path, id, now, hadoop);
        try {
            if (!run.folder.has(SETTINGS)) {
                throw new IllegalArgumentException("There is no run '" + id + "' in runPath '" + path
                        + "' to be resumed. The ids are the names of its folders.");
            }
            if (run.folder.has(FINISHED)) {
                throw new IllegalArgumentException(
                        "Run '" + id + "' is finished: all its rows are settled. Leave resume"
                                + " out to send them again in a new run.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("runPath '" + path + "' cannot be read: " + e.getMessage(), e);
        }
        return run;
    }

    /**
     * An epoch of a stream.
     *
     * @param stream the folder that all epochs share
     * @param folder that of the epoch
     */
    static Run ofEpoch(Folder stream, Folder folder, String id, Instant now) {
        String hint =
                "Start the query again with the same checkpoint: the epoch comes again, and what was accepted of it is"
                        + " not sent again.";
        return new Run(stream, folder, id, hint, now);
    }

    /**
     * What belongs to the run.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public RunSettings settings() {
        try {
            return RunSettings.parse(folder.read(SETTINGS));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Run '" + id + "' cannot be resumed, because its " + SETTINGS + " cannot be read: " + e.getMessage()
                            + ". Start a new run.",
                    e);
        }
    }

    /** The run's id. */
    public String id() {
        return id;
    }

    /** Whether it is on a disk of one machine. */
    public boolean isLocal() {
        return folder.isLocal();
    }

    /** Where its report is kept. */
    public String reportPath() {
        return shared + "/report.json";
    }

    /**
     * The receipts of a writer, with those that earlier attempts left.
     *
     * @param isOrdered whether the order of chunks matters
     * @param isRepeatable whether a chunk may be sent again when nobody knows if it arrived
     */
    public Receipts receipts(int writer, boolean isOrdered, boolean isRepeatable) {
        return Receipts.in(receipts().folder("%05d".formatted(writer)), isOrdered, isRepeatable);
    }

    /** Where dead letters are put unless another folder was named. */
    public DeadLetters deadLetters() {
        return DeadLetters.in(shared.folder("dead-letters"), id);
    }

    /** Keeps what an attempt cost that failed in this job. */
    public void failed(int writer, long attempt, AttemptFacts facts) throws IOException {
        attempts().mark(facts.name(writer, attempt));
    }

    /** What the attempts cost that failed in this job. */
    public AttemptFacts failed() throws IOException {
        AttemptFacts all = AttemptFacts.NONE;
        for (String name : attempts().names()) {
            all = all.plus(AttemptFacts.parse(name).orElse(AttemptFacts.NONE));
        }
        return all;
    }

    /** How far the run is, over all its jobs, by its receipts. */
    public Progress progress() throws IOException {
        Progress progress = Progress.NONE;
        for (String writer : receipts().names()) {
            for (String name : receipts().folder(writer).names()) {
                progress = progress.plus(ChunkFacts.parse(name));
            }
        }
        return progress;
    }

    /** Notes that all rows are settled. */
    public void finish() throws IOException {
        folder.mark(FINISHED);
    }

    /** How to go on with the run, as the end of a message. */
    public String hint() {
        return hint;
    }

    private Folder receipts() {
        return folder.folder(RECEIPTS);
    }

    private Folder attempts() {
        return folder.folder("attempts").folder(job);
    }

    @Override
    public String toString() {
        return "Run(" + id + ")";
    }

    /**
     * How far a run is.
     *
     * @param chunks chunks that are settled
     * @param accepted rows that Klaviyo accepted
     * @param dead rows that became dead letters
     * @param superseded rows that later ones took the place of
     * @param requests requests that the chunks took
     */
    public record Progress(long chunks, long accepted, long dead, long superseded, long requests) {

        /** Nothing so far. */
        public static final Progress NONE = new Progress(0, 0, 0, 0, 0);

        Progress plus(java.util.Optional<ChunkFacts> facts) {
            return facts.map(chunk -> new Progress(
                            chunks + 1,
                            accepted + chunk.accepted(),
                            dead + chunk.dead(),
                            superseded + chunk.superseded(),
                            requests + chunk.requests()))
                    .orElse(this);
        }

        /** What was done since. */
        public Progress since(Progress before) {
            return new Progress(
                    chunks - before.chunks,
                    accepted - before.accepted,
                    dead - before.dead,
                    superseded - before.superseded,
                    requests - before.requests);
        }

        /** Rows that are settled one way or another. */
        public long rows() {
            return accepted + dead + superseded;
        }
    }
}
