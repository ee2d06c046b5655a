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

    /** Kills a driver with two executors, in processes of their own, as soon as more than so many rows were accepted. */
    static KilledDriver afterRows(long rows, Process driver, EmulatorProcess klaviyo) throws Exception {
        try {
            Waiting.until("rows", Duration.ofSeconds(90), () -> {
                assertThat(driver.isAlive()).as("the driver").isTrue();
                return klaviyo.bulkRecords() > rows;
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
            // What was under way when the executors went may still be taken in.
            Thread.sleep(500);
            return new KilledDriver(before, klaviyo.bulkRecords());
        } finally {
            driver.descendants().forEach(ProcessHandle::destroyForcibly);
            driver.destroyForcibly();
        }
    }
}
