package io.github.klaviyospark.spark.compatibility;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** The executors of sessions in this JVM on {@code local-cluster}, where they are children of the driver's process. */
final class Executors {

    private static final Duration START = Duration.ofMinutes(5);

    private final Set<ProcessHandle> others;

    private Executors(Set<ProcessHandle> others) {
        this.others = others;
    }

    /** Those that are started from now on; nothing else may be started in between. */
    static Executors fromNowOn() {
        return new Executors(ProcessHandle.current().children().collect(Collectors.toSet()));
    }

    List<ProcessHandle> alive() {
        return of(ProcessHandle.current()).stream()
                .filter(child -> !others.contains(child))
                .toList();
    }

    /** The JVMs that a driver has started. It also starts shells, to look at permissions and the like. */
    static List<ProcessHandle> of(ProcessHandle driver) {
        return driver.children()
                .filter(child ->
                        child.isAlive() && child.info().command().orElse("").endsWith("/java"))
                .toList();
    }

    /** Waits until so many are there and have told the driver so. */
    void await(SparkSession spark, int count) throws Exception {
        // The driver counts as one more.
        Waiting.until(
                count + " executors",
                START,
                () -> alive().size() == count
                        && spark.sparkContext().statusTracker().getExecutorInfos().length == count + 1);
    }

    /** Ends one as a machine does that goes away: it gets no chance to say anything. */
    static void kill(ProcessHandle process) throws Exception {
        if (!process.destroyForcibly()) {
            throw new IllegalStateException("Process " + process.pid() + " cannot be killed");
        }
        process.onExit().get(10, TimeUnit.SECONDS);
    }
}
