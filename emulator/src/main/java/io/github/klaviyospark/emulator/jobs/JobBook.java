package io.github.klaviyospark.emulator.jobs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * All jobs of the account, in the order in which they were made.
 *
 * <p>Nothing runs in the background: whoever looks at anything that jobs change calls {@link #settle} first, and then
 * everything that was due by that time is done, in the order of the jobs and at the times at which it was due.
 */
public final class JobBook {
    /** Klaviyo forgets a job a week after it was made. */
    public static final long KEPT_MICROS = 7L * 86_400 * 1_000_000;

    private final long lagNanos;
    private final LongSupplier nanos;
    private final LongSupplier micros;
    private final Supplier<String> ids;
    private final Map<String, Running> jobs = new LinkedHashMap<>();
    private final Deque<Running> waiting = new ArrayDeque<>();
    private final Deque<Running> kept = new ArrayDeque<>();
    private final Map<String, Integer> open = new HashMap<>();

    /**
     * An empty book.
     *
     * @param lagNanos how long a job takes
     * @param nanos a clock that never runs backwards, by which jobs are due
     * @param micros the time of day, which jobs show
     * @param ids of jobs and of errors
     */
    public JobBook(long lagNanos, LongSupplier nanos, LongSupplier micros, Supplier<String> ids) {
        this.lagNanos = lagNanos;
        this.nanos = nanos;
        this.micros = micros;
        this.ids = ids;
    }

    /**
     * Makes a job.
     *
     * @param first its status until half of the lag has passed: {@code QUEUED} or {@code PROCESSING}
     * @param changed told at once, and whenever the job looks different; called while the book is locked
     * @return the job as it is at first
     */
    public synchronized Job add(String family, JobStatus first, JobWork work, JobFate fate, Consumer<Job> changed) {
        Running running = new Running(ids.get(), family, work, fate, changed, nanos.getAsLong(), micros.getAsLong());
        jobs.put(running.id, running);
        waiting.add(running);
        kept.add(running);
        open.merge(family, 1, Integer::sum);
        if (first == JobStatus.PROCESSING) {
            running.start(0);
        }
        return running.tell();
    }

    /** How many jobs of a family are neither complete nor cancelled. */
    public synchronized int open(String family) {
        return open.getOrDefault(family, 0);
    }

    /** Does all that is due. */
    public synchronized void settle() {
        long now = nanos.getAsLong();
        for (Running job : waiting) {
            if (job.status == JobStatus.QUEUED && now - job.made >= lagNanos / 2) {
                job.start(lagNanos / 2);
                job.tell();
            }
        }
        while (!waiting.isEmpty() && now - waiting.peek().made >= lagNanos) {
            Running job = waiting.remove();
            if (job.fate.end() != JobFate.End.NEVER) {
                job.end();
                open.merge(job.family, -1, Integer::sum);
                job.tell();
            }
        }
        while (!kept.isEmpty() && micros.getAsLong() >= kept.peek().createdAt + KEPT_MICROS) {
            Running job = kept.remove();
            job.expired = true;
            job.tell();
        }
    }

    /** A job that a client can still ask for. */
    public synchronized Optional<Job> find(String family, String id) {
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> job.family.equals(family) && !job.expired)
                .map(Running::shown);
    }

    /** Every job, the expired ones as well, in the order in which they were made. */
    public synchronized List<Job> all() {
        return jobs.values().stream().map(Running::shown).toList();
    }

    /** Forgets all of them. */
    public synchronized void clear() {
        jobs.clear();
        waiting.clear();
        kept.clear();
        open.clear();
    }

    private final class Running {
        private final String id;
        private final String family;
        private final JobFate fate;
        private final int total;
        private final Consumer<Job> changed;
        private final long made;
        private final long createdAt;
        private final List<JobError> errors = new ArrayList<>();
        /** Null once it is done: a request may hold megabytes. */
        private JobWork work;

        private Map<String, List<String>> related;
        private JobStatus status = JobStatus.QUEUED;
        private Long startedAt;
        private Long completedAt;
        private int completed;
        private int skipped;
        private boolean expired;

        Running(
                String id,
                String family,
                JobWork work,
                JobFate fate,
                Consumer<Job> changed,
                long made,
                long createdAt) {
            this.id = id;
            this.family = family;
            this.work = work;
            this.total = work.size();
            this.fate = fate;
            this.changed = changed;
            this.made = made;
            this.createdAt = createdAt;
        }

        void start(long afterNanos) {
            status = JobStatus.PROCESSING;
            startedAt = createdAt + afterNanos / 1000;
        }

        void end() {
            long at = createdAt + lagNanos / 1000;
            int processed = Math.min(fate.most(), total);
            List<Integer> numbers = new ArrayList<>();
            for (int number = 0; number < processed; number++) {
                if (!fate.failing().get(number)) {
                    numbers.add(number);
                }
            }
            List<Outcome> outcomes = work.carryOut(numbers, at);
            int next = 0;
            for (int number = 0; number < processed; number++) {
                Outcome outcome = fate.failing().get(number) ? spoiled() : outcomes.get(next++);
                count(number, outcome);
            }
            boolean cancelled = fate.end() == JobFate.End.CANCELLED;
            status = cancelled ? JobStatus.CANCELLED : JobStatus.COMPLETE;
            completedAt = cancelled ? null : (Long) at;
            expired = fate.end() == JobFate.End.EXPIRED;
            related = work.related();
            work = null;
        }

        private void count(int number, Outcome outcome) {
            if (outcome.reason().isPresent()) {
                Outcome.Reason reason = outcome.reason().get();
                JobFate.Errors telling = fate.failing().get(number) ? fate.errors() : JobFate.Errors.POINTING;
                errors.add(new JobError(
                        ids.get(),
                        reason.code(),
                        reason.title(),
                        reason.detail(),
                        telling.point() ? work.pointer(number) : JobError.UNNAMED,
                        telling.show() ? work.payload(number) : null));
            } else if (outcome.skipped()) {
                skipped++;
            } else {
                completed++;
            }
        }

        private static Outcome spoiled() {
            return Outcome.failed("invalid", "Invalid input.", "This record could not be processed.");
        }

        Job tell() {
            Job job = shown();
            changed.accept(job);
            return job;
        }

        Job shown() {
            return new Job(
                    id,
                    family,
                    status,
                    createdAt,
                    startedAt,
                    completedAt,
                    createdAt + KEPT_MICROS,
                    total,
                    completed,
                    skipped,
                    List.copyOf(errors),
                    expired,
                    work == null ? related : work.related());
        }
    }
}
