package io.github.klaviyospark.jobs;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The tasks that are at work at this moment, those of jobs that were cancelled as well. Spark's own figures of executors may
 * be as old as the last heartbeat.
 */
final class RunningTasks extends SparkListener {

    private final Set<Long> running = ConcurrentHashMap.newKeySet();

    @Override
    public void onTaskStart(SparkListenerTaskStart started) {
        running.add(started.taskInfo().taskId());
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        running.remove(ended.taskInfo().taskId());
    }

    boolean isEmpty() {
        return running.isEmpty();
    }
}
