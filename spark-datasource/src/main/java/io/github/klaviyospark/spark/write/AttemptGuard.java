package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.report.QueryListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that no two attempts of a writer send at a time. When an executor is lost, and with it shuffled rows, Spark
 * runs all writers again that have not ended, also those that still work elsewhere, and lets these go on. Both would send
 * every further chunk, at twice the quota, and an old chunk of the one could come after a new one of the other. The
 * earlier attempt is therefore ended; the receipts tell the later one where to go on. Copies that speculation starts are
 * wanted by the user and stay.
 */
final class AttemptGuard extends QueryListener {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptGuard.class);

    private final Set<Integer> stages = new HashSet<>();
    private final Map<Writer, SparkListenerTaskStart> running = new HashMap<>();

    /** For the query that the calling thread runs. */
    AttemptGuard(SparkContext spark) {
        super(spark);
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        boolean isLast = submitted.stageInfo().shuffleDepId().isEmpty();
        if (isLast && isOfQuery(submitted)) {
            stages.add(submitted.stageInfo().stageId());
        }
    }

    @Override
    public void onTaskStart(SparkListenerTaskStart started) {
        if (!stages.contains(started.stageId()) || started.taskInfo().speculative()) {
            return;
        }
        SparkListenerTaskStart earlier =
                running.put(new Writer(started.stageId(), started.taskInfo().partitionId()), started);
        if (earlier != null && earlier.stageAttemptId() < started.stageAttemptId()) {
            LOG.info(
                    "Writer {} runs again because shuffled rows were lost; its earlier attempt is ended.",
                    started.taskInfo().partitionId());
            spark().killTaskAttempt(earlier.taskInfo().taskId(), true, "another attempt has begun");
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        Writer writer = new Writer(ended.stageId(), ended.taskInfo().partitionId());
        SparkListenerTaskStart known = running.get(writer);
        if (known != null && known.taskInfo().taskId() == ended.taskInfo().taskId()) {
            running.remove(writer);
        }
    }

    @Override
    public String toString() {
        return "AttemptGuard(" + running.size() + " running)";
    }

    private record Writer(int stage, int partition) {}
}
