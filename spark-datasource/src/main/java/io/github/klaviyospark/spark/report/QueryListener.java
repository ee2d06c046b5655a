package io.github.klaviyospark.spark.report;

import java.util.Properties;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd;

/** Listens to one query, and leaves with it, however it ends. Spark calls a listener on one thread. */
public abstract class QueryListener extends SparkListener {

    /** Spark's own property for the query that a stage belongs to. */
    private static final String QUERY = "spark.sql.execution.id";

    private final SparkContext spark;
    private final String query;

    /** For the query that the calling thread runs; hears nothing when it runs none. */
    protected QueryListener(SparkContext spark) {
        this.spark = spark;
        this.query = spark.getLocalProperty(QUERY);
    }

    /** Begins to listen. */
    public final void listen() {
        if (query != null) {
            spark.addSparkListener(this);
        }
    }

    protected final SparkContext spark() {
        return spark;
    }

    protected final boolean isOfQuery(SparkListenerStageSubmitted submitted) {
        Properties properties = submitted.properties();
        return properties != null && query.equals(properties.getProperty(QUERY));
    }

    @Override
    public final void onOtherEvent(SparkListenerEvent event) {
        if (event instanceof SparkListenerSQLExecutionEnd ended && query.equals(Long.toString(ended.executionId()))) {
            spark.removeSparkListener(this);
            // Spark says nothing, or an empty text, of a query that succeeded.
            ended(ended.errorMessage().isDefined()
                    && !ended.errorMessage().get().isEmpty());
        }
    }

    /**
     * Called when the query has ended.
     *
     * @param isFailed whether it failed
     */
    protected void ended(boolean isFailed) {}
}
