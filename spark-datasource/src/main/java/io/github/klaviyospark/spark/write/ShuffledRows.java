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
 * Learns how many rows a write has: those of the last shuffle of its query, which is the one that brings them to the
 * writers. Knows nothing for a write that keeps the partitions of its rows.
 */
final class ShuffledRows extends SparkListener {

    /** Spark's own property for the query that a stage belongs to. */
    private static final String QUERY = "spark.sql.execution.id";

    private final SparkContext spark;
    private final String query;
    private final Set<Integer> stages = ConcurrentHashMap.newKeySet();
    private volatile long rows = -1;

    private ShuffledRows(SparkContext spark, String query) {
        this.spark = spark;
        this.query = query;
    }

    /** For the query that the calling thread runs, if it runs one. */
    static Optional<ShuffledRows> of(SparkContext spark) {
        return Optional.ofNullable(spark.getLocalProperty(QUERY)).map(query -> new ShuffledRows(spark, query));
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
        if (stages.contains(completed.stageInfo().stageId())) {
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
        }
    }

    /** The number of rows, when it is known. */
    OptionalLong total() {
        return rows < 0 ? OptionalLong.empty() : OptionalLong.of(rows);
    }

    @Override
    public String toString() {
        return "ShuffledRows(" + rows + ")";
    }
}
