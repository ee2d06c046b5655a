package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.spark.report.QueryListener;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;

/**
 * Learns how many rows a write has: those of the last shuffle of its query, which is the one that brings them to the
 * writers. And learns when the query ends, also where Spark tells the write nothing because it failed before a task wrote.
 */
final class QueryWatch extends QueryListener {

    private final Runnable end;
    private final Set<Integer> stages = new HashSet<>();
    private volatile long rows = -1;

    /**
     * For the query that the calling thread runs.
     *
     * @param end is called when it has ended, however it did
     */
    QueryWatch(SparkContext spark, Runnable end) {
        super(spark);
        this.end = end;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        if (isOfQuery(submitted)) {
            stages.add(submitted.stageInfo().stageId());
        }
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        if (stages.contains(completed.stageInfo().stageId())
                && completed.stageInfo().failureReason().isEmpty()) {
            long written =
                    completed.stageInfo().taskMetrics().shuffleWriteMetrics().recordsWritten();
            rows = written > 0 ? written : rows;
        }
    }

    @Override
    protected void ended(boolean isFailed) {
        end.run();
    }

    /** The number of rows of the last shuffle, when there was one. */
    OptionalLong total() {
        return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    @Override
    public String toString() {
        return "QueryWatch(" + rows + ")";
    }
}
