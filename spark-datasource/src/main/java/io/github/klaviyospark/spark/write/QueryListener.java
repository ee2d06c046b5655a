package io.github.klaviyospark.spark.write;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;

/**
 * Listens to the query that a write is the end of. Learns how many rows there are: those of the last shuffle, which is the
 * one that brings them to the writers. And learns when the query ends, also where Spark tells the write nothing because
 * it failed before a task wrote.
 */
final class QueryListener extends SparkListener {

    /** Spark's own property for the query that a stage belongs to. */
    private static final String QUERY = "spark.sql.execution.id";

    private final SparkContext spark;
    private final String query;
    private final Runnable end;
    private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
    private volatile long rows = -1;

    private QueryListener(SparkContext spark, String query, Runnable end) {
        this.spark = spark;
        this.query = query;
        this.end = end;
    }

    /**
     * For the query that the calling thread runs, if it runs one.
     *
     * @param end is called when it has ended, however it did
     */
    static Optional<QueryListener> of(SparkContext spark, Runnable end) {
        return Optional.ofNullable(spark.getLocalProperty(QUERY)).map(query -> new QueryListener(spark, query, end));
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        Properties properties = submitted.properties();
        if (properties != null && query.equals(properties.getProperty(QUERY))) {
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

    /** Leaves with the query, however it ends. */
    @Override
    public void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof SparkListenerSQLExecutionEnd ended && query.equals(Long.toString(ended.executionId()))) {
            spark.removeSparkListener(this);
            end.run();
        }
    }

    /** The number of rows of the last shuffle, when there was one. */
    OptionalLong total() {
        return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    @Override
    public String toString() {
        return "QueryListener(" + rows + ")";
    }
}
