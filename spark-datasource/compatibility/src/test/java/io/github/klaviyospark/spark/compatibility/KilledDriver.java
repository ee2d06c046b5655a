package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/**
 * What Klaviyo had accepted when a driver was killed, and when nothing of its job was left.
 *
 * @param before rows before it was killed
 * @param after rows when its executors were gone too
 */
record KilledDriver(long before, long after) {

    private static final long QUIET_MILLIS = 500;

    /**
     * Delays requests, and those after some requests for so long that a driver can be killed in time on a machine that has much
     * to do.
     */
    static void holdAfter(int requests, EmulatorProcess klaviyo) {
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"100ms\"");
        klaviyo.bulkFault("\"kind\":\"delay\",\"delay\":\"4s\",\"after\":" + requests);
    }

    /**
     * Kills a driver with two executors, in processes of their own, as soon as so many rows were accepted, and waits until what
     * was under way then is settled. Needs the faults of {@link #holdAfter}.
     */
    static KilledDriver afterRows(long rows, Process driver, EmulatorProcess klaviyo) throws Exception {
        try {
            Waiting.until("rows", Duration.ofMinutes(5), () -> {
                assertThat(driver.isAlive()).as("the driver").isTrue();
                return klaviyo.bulkRecords() >= rows;
            });
            List<ProcessHandle> executors = Executors.of(driver.toHandle());
            assertThat(executors).hasSize(2);
            long before = klaviyo.bulkRecords();
            Executors.kill(driver.toHandle());
            for (ProcessHandle executor : executors) {
                executor.destroyForcibly();
            }
            for (ProcessHandle executor : executors) {
                executor.onExit().join();
            }
            awaitWhatWasUnderWay(klaviyo);
            return new KilledDriver(before, klaviyo.bulkRecords());
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
        }
    }

    /** Requests that had arrived are taken in when their delay is over, though nobody waits for the answers any more. */
    private static void awaitWhatWasUnderWay(EmulatorProcess klaviyo) throws Exception {
        for (long met = -1; met != klaviyo.metByFirstFault(); ) {
            long now = klaviyo.metByFirstFault();
            Waiting.until("end of what was under way", Duration.ofMinutes(2), () -> klaviyo.bulkRequests() >= now);
            met = now;
            // One that is only in a buffer shows now.
            Thread.sleep(QUIET_MILLIS);
        }
    }
}
