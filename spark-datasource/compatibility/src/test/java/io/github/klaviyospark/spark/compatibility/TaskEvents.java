package io.github.klaviyospark.spark.compatibility;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.TaskEndReason;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/** Notes what Spark says of tasks, so that a test can show that what it is about took place. */
final class TaskEvents extends SparkListener {

    private final List<TaskEndReason> ends = new CopyOnWriteArrayList<>();
    private final List<Integer> copies = new CopyOnWriteArrayList<>();

    @Override
    public void onTaskStart(SparkListenerTaskStart started) {
        if (started.taskInfo().speculative()) {
            copies.add(started.taskInfo().index());
        }
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd ended) {
        ends.add(ended.reason());
    }

    /** Tasks that went down with their executor. */
    long lost() {
        return ends.stream().filter(ExecutorLostFailure.class::isInstance).count();
    }

    /** Tasks that failed by an exception. */
    long failed() {
        return ends.stream().filter(ExceptionFailure.class::isInstance).count();
    }

    /** Speculative copies of tasks that were started. */
    long copies() {
        return copies.size();
    }
}
