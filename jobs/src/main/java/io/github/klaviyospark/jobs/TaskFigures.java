package io.github.klaviyospark.jobs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.util.AccumulatorContext;
import org.apache.spark.util.AccumulatorV2;
import scala.Option;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * What the tasks of the jobs that run meanwhile have done so far: the metrics of the connector, as the heartbeats of executors
 * bring them, and those of tasks that have ended. On every cluster, and also where no run is kept.
 */
final class TaskFigures extends SparkListener implements AutoCloseable {

    private final SparkContext spark;
    private final Map<String, Map<Long, Long>> running = new HashMap<>();
    private final Map<String, Long> ofEnded = new HashMap<>();
    private final Map<String, Long> accumulators = new HashMap<>();
    private final Set<Long> settled = new HashSet<>();
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile long shuffled = -1;

    private TaskFigures(SparkContext spark) {
        this.spark = spark;
    }

    static TaskFigures listen(SparkContext spark) {
        TaskFigures figures = new TaskFigures(spark);
        spark.addSparkListener(figures);
        return figures;
    }

    @Override
    public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
        tasks.addAndGet(submitted.stageInfo().numTasks());
    }

    @Override
    public void onStageCompleted(SparkListenerStageCompleted completed) {
        if (completed.stageInfo().failureReason().isEmpty()) {
            long written =
                    completed.stageInfo().taskMetrics().shuffleWriteMetrics().recordsWritten();
            shuffled = written > 0 ? written : shuffled;
        }
    }

    /** The driver adds up what tasks that ended have done before it tells of their end, so both are taken at once here. */
    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
        ended.incrementAndGet();
        settled.add(task.taskInfo().taskId());
        running.values().forEach(values -> values.remove(task.taskInfo().taskId()));
        accumulators.forEach((name, id) -> {
            Option<?> known = AccumulatorContext.get(id);
            if (known.isDefined() && ((AccumulatorV2<?, ?>) known.get()).value() instanceof Long value) {
                ofEnded.put(name, value);
            }
        });
    }

    /** Its sequences are of other classes in other versions of Scala, so they are not asked for by their type. */
    @Override
    public void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate heartbeat) {
        Iterator<?> updates = ((Seq<?>) heartbeat.productElement(1)).iterator();
        while (updates.hasNext()) {
            Tuple4<?, ?, ?, ?> update = (Tuple4<?, ?, ?, ?>) updates.next();
            Iterator<?> infos = ((Seq<?>) update._4()).iterator();
            while (infos.hasNext()) {
                take((Long) update._1(), (AccumulableInfo) infos.next());
            }
        }
    }

    private synchronized void take(long task, AccumulableInfo info) {
        // A heartbeat may be told of after the end of its task.
        if (!settled.contains(task)
                && info.name().isDefined()
                && info.update().isDefined()
                && info.update().get() instanceof Long value) {
            String name = info.name().get();
            accumulators.put(name, info.id());
            running.computeIfAbsent(name, any -> new HashMap<>()).put(task, value);
        }
    }

    /** The sum of a metric over all tasks, as far as it is known. */
    synchronized long sum(CustomMetric metric) {
        String name = metric.description();
        return ofEnded.getOrDefault(name, 0L)
                + running.getOrDefault(name, Map.of()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    /** Tasks of the stages that have begun. */
    int tasks() {
        return tasks.get();
    }

    /** How many of them have ended. */
    int ended() {
        return ended.get();
    }

    /** Rows of the last shuffle; negative when there was none so far. */
    long shuffled() {
        return shuffled;
    }

    @Override
    public void close() {
        spark.removeSparkListener(this);
    }
}
