package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a verb that moves rows in good order when its process is told to end, by SIGTERM or from the keyboard. Spark would stop
 * below it and leave it no time to say how to go on. Here its jobs are cancelled first: tasks begin no more rows, and the verb
 * ends as at any other failure, while the process waits for it. A verb that moves nothing at that moment ends at once.
 */
final class Stopping {

    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);

    // Spark's own hook has 40. Those with more run before it, and it waits for them.
    private static final int BEFORE_SPARK = 100;
    // Kubernetes gives a process 30 seconds before it kills it; others give less, which is then all there is.
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    // A standalone cluster gives a driver 10 seconds.
    private static final Duration TASKS = Duration.ofSeconds(7);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Clock CLOCK = Clock.system();

    private static volatile SparkSession moving;
    private static volatile RunningTasks tasks;
    private static volatile boolean isToldTo;

    private final CountDownLatch ended = new CountDownLatch(1);

    private Stopping() {}

    /** Runs a verb and gives its exit code. What a process that was told to end exits with is the signal's. */
    static int run(IntSupplier verb) {
        Stopping stopping = new Stopping();
        ShutdownHookManager.get()
                .addShutdownHook(stopping::stop, BEFORE_SPARK, PATIENCE.toSeconds() + 1, TimeUnit.SECONDS);
        try {
            return verb.getAsInt();
        } finally {
            stopping.ended.countDown();
        }
    }

    /** Rows are moved from now on, and there is something to be said when that breaks off. */
    static Moving moving(SparkSession spark) {
        // Spark 4 interrupts the tasks of jobs that are cancelled, and with them the request that waits for its answer.
        spark.sparkContext().setLocalProperty("spark.job.interruptOnCancel", "false");
        tasks = new RunningTasks();
        spark.sparkContext().addSparkListener(tasks);
        moving = spark;
        return new Moving();
    }

    /** As long as rows are moved. */
    static final class Moving implements AutoCloseable {

        private Moving() {}

        /**
         * To be called before something is begun.
         *
         * @throws CancellationException when the process was told to end
         */
        void check() {
            if (isToldTo) {
                throw new CancellationException("The job was told to stop: it was cancelled.");
            }
        }

        @Override
        public void close() {
            moving.sparkContext().removeSparkListener(tasks);
            moving = null;
        }
    }

    private void stop() {
        SparkSession spark = moving;
        if (ended.getCount() == 0 || spark == null) {
            return;
        }
        isToldTo = true;
        System.err.println("Told to stop: no more rows are begun.");
        long start = CLOCK.nanoTime();
        try {
            // Again and again: the verb may be about to begin another job.
            do {
                cancel(spark.sparkContext());
            } while (!ended.await(STEP.toMillis(), TimeUnit.MILLISECONDS)
                    && CLOCK.nanoTime() - start < PATIENCE.toNanos());
        } catch (InterruptedException e) {
            // Hadoop's patience is at its end, and so is the process.
            Thread.currentThread().interrupt();
        }
    }

    private static void cancel(SparkContext spark) {
        try {
            if (!spark.isStopped()) {
                spark.cancelAllJobs();
            }
        } catch (IllegalStateException e) {
            // The verb has closed its session in this very moment: it is about to end.
            LOG.debug("Nothing was left to cancel.", e);
        }
    }

    static boolean isToldTo() {
        return isToldTo;
    }

    /** Waits until the tasks of cancelled jobs have ended, so that what they sent has its receipts. */
    static void awaitTasks() {
        long start = CLOCK.nanoTime();
        try {
            while (!tasks.isEmpty() && CLOCK.nanoTime() - start < TASKS.toNanos()) {
                CLOCK.sleep(STEP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
