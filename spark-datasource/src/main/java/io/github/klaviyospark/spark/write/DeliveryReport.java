package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.objects.DataSource;
import io.github.klaviyospark.core.quota.QuotaLimits;
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
 * @param status {@code started}, {@code accepted}, {@code failed} or, after a dry run, {@code planned}; a failed job's
 *     figures are those of the tasks that had ended
 * @param endpoint where the rows went
 * @param dataSourceId the data source's id; null after a dry run
 * @param dataSource the data source's title
 * @param startedAt when the job began
 * @param millis how long it took
 * @param writers tasks that delivered
 * @param rows rows accepted, or those that would be sent
 * @param invalid rows that cannot be sent; a dry run counts them, any other write fails at the first
 * @param invalidByReason how many of them for which reason
 * @param chunks requests that were accepted
 * @param requests requests that left, each repetition counted; those of task attempts that failed are not known
 * @param throttled requests answered 429
 * @param repeated requests sent again after another failure
 * @param bytes bytes of the accepted requests
 * @param fill how full chunks were on average, from 0 to 1
 * @param quota the quota of the bulk endpoint
 * @param quotaMillis how long the chunks take at that quota
 * @param quotaWaitMillis time that tasks waited for quota, added up
 * @param first the first chunks in order of writer and place, to be shown
 */
record DeliveryReport(
        String status,
        String endpoint,
        String dataSourceId,
        String dataSource,
        Instant startedAt,
        long millis,
        int writers,
        long rows,
        long invalid,
        Map<String, Long> invalidByReason,
        long chunks,
        long requests,
        long throttled,
        long repeated,
        long bytes,
        double fill,
        String quota,
        long quotaMillis,
        long quotaWaitMillis,
        List<Line> first) {

    private static final int SHOWN = 20;

    static DeliveryReport of(
            String status,
            String endpoint,
            DataSource dataSource,
            QuotaLimits quota,
            Instant startedAt,
            long millis,
            List<KlaviyoCommitMessage> tasks) {
        long chunks = sum(tasks, task -> task.totals().chunks());
        double fill = tasks.stream().mapToDouble(task -> task.totals().fill()).sum();
        return new DeliveryReport(
                status,
                endpoint,
                dataSource.id(),
                dataSource.title(),
                startedAt,
                millis,
                tasks.size(),
                sum(tasks, task -> task.totals().rows()),
                sum(tasks, task -> task.totals().invalid()),
                invalidByReason(tasks),
                chunks,
                sum(tasks, KlaviyoCommitMessage::requests),
                sum(tasks, KlaviyoCommitMessage::throttled),
                sum(tasks, KlaviyoCommitMessage::repeated),
                sum(tasks, task -> task.totals().bytes()),
                chunks == 0 ? 0 : fill / chunks,
                quota.toString(),
                quota.timeFor(chunks).toMillis(),
                sum(tasks, KlaviyoCommitMessage::quotaWaitMillis),
                first(tasks));
    }

    private static Map<String, Long> invalidByReason(List<KlaviyoCommitMessage> tasks) {
        Map<String, Long> all = new TreeMap<>();
        tasks.forEach(
                task -> task.totals().invalidByReason().forEach((reason, rows) -> all.merge(reason, rows, Long::sum)));
        return all;
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

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %,d rows in %,d chunks (%.1f %% full, %,d bytes) by %d writer(s); %,d requests, %,d answered 429, %,d"
                        + " repeated; %.1f s waited for quota.",
                status,
                rows,
                chunks,
                fill * 100,
                bytes,
                writers,
                requests,
                throttled,
                repeated,
                quotaWaitMillis / 1e3);
    }

    /**
     * One chunk.
     *
     * @param writer the task that sent it
     * @param chunk its place among those of the task, from 0
     * @param rows rows in it
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
                    receipt.records(),
                    receipt.bytes(),
                    receipt.attempts(),
                    receipt.waited().toMillis(),
                    receipt.requestId());
        }
    }
}
