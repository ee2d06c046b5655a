package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.run.AttemptFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What became of a write, added up from the commit messages of its tasks. It says <em>accepted</em> and never
 * <em>written</em>: the bulk endpoint answers 204 and processes later.
 *
 * @param job which job it was
 * @param rows what became of the rows
 * @param cost what it took, task attempts that failed included as far as they are known
 * @param failed of this, what task attempts took that failed; known for jobs of a run
 * @param progress how far it is, while it runs; null before and after
 * @param first the first chunks in order of writer and place, to be shown
 */
record DeliveryReport(
        Job job, Rows rows, Cost cost, AttemptFacts failed, ProgressWatch.State progress, List<Line> first) {

    private static final int SHOWN = 20;

    static DeliveryReport of(Job job, QuotaLimits quota, List<KlaviyoCommitMessage> tasks, AttemptFacts failed) {
        return new DeliveryReport(job, rows(tasks), cost(quota, tasks, failed), failed, null, first(tasks));
    }

    /** While the job runs nothing is known but what its receipts say. */
    static DeliveryReport running(Job job, QuotaLimits quota, ProgressWatch.State progress) {
        return new DeliveryReport(
                job,
                rows(List.of()),
                cost(quota, List.of(), AttemptFacts.NONE),
                AttemptFacts.NONE,
                progress,
                List.of());
    }

    /** The same figures as those of another job. */
    DeliveryReport as(Job other) {
        return new DeliveryReport(other, rows, cost, failed, null, first);
    }

    /** The figures of a job that has settled nothing. */
    DeliveryReport nothing() {
        Rows none = rows(List.of());
        Cost nothing = new Cost(0, 0, 0, 0, 0, 0, 0, cost.quota(), 0, 0);
        return new DeliveryReport(job, none, nothing, AttemptFacts.NONE, null, List.of());
    }

    /** Both together, as those of the later one. */
    DeliveryReport plus(DeliveryReport later) {
        return new DeliveryReport(
                later.job, rows.plus(later.rows), cost.plus(later.cost), failed.plus(later.failed), null, List.of());
    }

    /** The figures in one line, for a log. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%,d rows = %,d accepted + %,d superseded + %,d skipped by receipt + %,d dead; %,d requests, %,d bytes, %,d"
                        + " answered 429, %,d repeated; %.1f s, %.1f s waited for quota",
                rows.all(),
                rows.accepted(),
                rows.superseded(),
                rows.skipped(),
                rows.dead(),
                cost.requests(),
                cost.bytes(),
                cost.throttled(),
                cost.repeated(),
                job.millis() / 1e3,
                cost.quotaWaitMillis() / 1e3);
    }

    private static Rows rows(List<KlaviyoCommitMessage> tasks) {
        Map<String, Long> reasons = new TreeMap<>();
        tasks.forEach(
                task -> task.totals().deadByReason().forEach((reason, rows) -> reasons.merge(reason, rows, Long::sum)));
        return new Rows(
                sum(tasks, task -> task.totals().accepted()),
                sum(tasks, task -> task.totals().superseded()),
                sum(tasks, task -> task.totals().skipped()),
                sum(tasks, task -> task.totals().dead()),
                reasons);
    }

    private static Cost cost(QuotaLimits quota, List<KlaviyoCommitMessage> tasks, AttemptFacts failed) {
        long chunks = sum(tasks, task -> task.totals().chunks());
        double fill = tasks.stream().mapToDouble(task -> task.totals().fill()).sum();
        return new Cost(
                tasks.size(),
                chunks,
                sum(tasks, KlaviyoCommitMessage::requests) + failed.requests(),
                sum(tasks, KlaviyoCommitMessage::throttled) + failed.throttled(),
                sum(tasks, KlaviyoCommitMessage::repeated) + failed.repeated(),
                sum(tasks, task -> task.totals().bytes()) + failed.bytes(),
                chunks == 0 ? 0 : fill / chunks,
                quota.toString(),
                quota.timeFor(chunks).toMillis(),
                sum(tasks, KlaviyoCommitMessage::quotaWaitMillis) + failed.quotaWaitMillis());
    }

    private static long sum(List<KlaviyoCommitMessage> tasks, ToLongFunction<KlaviyoCommitMessage> figure) {
        return tasks.stream().mapToLong(figure).sum();
    }

    private static List<Line> first(List<KlaviyoCommitMessage> tasks) {
        return tasks.stream()
                .sorted(Comparator.comparingInt(KlaviyoCommitMessage::writer))
                .flatMap(task -> task.totals().first().stream().map(receipt -> Line.of(task.writer(), receipt)))
                .limit(SHOWN)
                .toList();
    }

    /** A table of the figures, for a log. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                """
                %s%s
                  rows      %,15d = %,d accepted + %,d superseded + %,d skipped by receipt + %,d dead
                  requests  %,15d for %,d chunks, %.1f %% full, %,d bytes; %,d answered 429, %,d repeated
                  time      %,13.1f s, of which %,d writer(s) waited %.1f s for quota %s""",
                job.status(),
                job.run() == null ? "" : ", run " + job.run(),
                rows.all(),
                rows.accepted(),
                rows.superseded(),
                rows.skipped(),
                rows.dead(),
                cost.requests(),
                cost.chunks(),
                cost.fill() * 100,
                cost.bytes(),
                cost.throttled(),
                cost.repeated(),
                job.millis() / 1e3,
                cost.writers(),
                cost.quotaWaitMillis() / 1e3,
                cost.quota());
    }

    /**
     * One job.
     *
     * @param status {@code started}, {@code running}, {@code accepted}, {@code failed} or, after a dry run,
     *     {@code planned}; a failed job's figures are those of the tasks that had ended
     * @param run the run's id, or null
     * @param isResumed whether an earlier job began the run
     * @param endpoint where the rows went
     * @param kind what the rows go to, {@code dataSource} or {@code objectType}
     * @param destinationId its id; null after a dry run
     * @param destination its title
     * @param deadLetters where dead letters are, or null
     * @param startedAt when the job began
     * @param millis how long it took
     */
    record Job(
            String status,
            String run,
            boolean isResumed,
            String endpoint,
            String kind,
            String destinationId,
            String destination,
            String deadLetters,
            Instant startedAt,
            long millis) {

        /** The same for a query that this is the last epoch of. */
        Job ofQuery(String query, Instant since, Duration time) {
            return new Job(
                    status,
                    query,
                    isResumed,
                    endpoint,
                    kind,
                    destinationId,
                    destination,
                    deadLetters,
                    since,
                    time.toMillis());
        }
    }

    /**
     * What became of rows.
     *
     * @param accepted rows accepted, or those that would be sent
     * @param superseded rows that a later one of the same id took the place of
     * @param skipped rows that an earlier attempt or job of the run had accepted
     * @param dead rows that cannot be sent or that Klaviyo refused
     * @param deadByReason how many of them for which reason
     */
    record Rows(long accepted, long superseded, long skipped, long dead, Map<String, Long> deadByReason) {

        long all() {
            return accepted + superseded + skipped + dead;
        }

        Rows plus(Rows other) {
            Map<String, Long> reasons = new TreeMap<>(deadByReason);
            other.deadByReason.forEach((reason, rows) -> reasons.merge(reason, rows, Long::sum));
            return new Rows(
                    accepted + other.accepted,
                    superseded + other.superseded,
                    skipped + other.skipped,
                    dead + other.dead,
                    reasons);
        }
    }

    /**
     * What it took.
     *
     * @param writers tasks that delivered
     * @param chunks chunks that were sent
     * @param requests requests that left, each repetition counted
     * @param throttled requests answered 429
     * @param repeated requests sent again after another failure
     * @param bytes bytes of the accepted requests
     * @param fill how full chunks were on average, from 0 to 1
     * @param quota the quota of the endpoint
     * @param quotaMillis how long the chunks take at that quota
     * @param quotaWaitMillis time that tasks waited for quota, added up
     */
    record Cost(
            int writers,
            long chunks,
            long requests,
            long throttled,
            long repeated,
            long bytes,
            double fill,
            String quota,
            long quotaMillis,
            long quotaWaitMillis) {

        Cost plus(Cost other) {
            long all = chunks + other.chunks;
            return new Cost(
                    writers + other.writers,
                    all,
                    requests + other.requests,
                    throttled + other.throttled,
                    repeated + other.repeated,
                    bytes + other.bytes,
                    all == 0 ? 0 : (fill * chunks + other.fill * other.chunks) / all,
                    other.quota,
                    quotaMillis + other.quotaMillis,
                    quotaWaitMillis + other.quotaWaitMillis);
        }
    }

    /**
     * One chunk.
     *
     * @param writer the task that sent it
     * @param chunk its place among those of the task, from 0
     * @param rows rows in it that were accepted
     * @param bytes bytes of the body
     * @param attempts requests that it took
     * @param waitedMillis time waited for quota
     * @param requestId Klaviyo's id of the request, or null
     */
    record Line(int writer, long chunk, int rows, int bytes, int attempts, long waitedMillis, String requestId) {

        static Line of(int writer, Receipt receipt) {
            return new Line(
                    writer,
                    receipt.ordinal(),
                    receipt.accepted(),
                    receipt.bytes(),
                    receipt.attempts(),
                    receipt.waited().toMillis(),
                    receipt.requestId());
        }
    }
}
