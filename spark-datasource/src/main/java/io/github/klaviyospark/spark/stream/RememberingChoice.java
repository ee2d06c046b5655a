package io.github.klaviyospark.spark.stream;

import io.github.klaviyospark.spark.run.Folder;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The rows of a window, and late ones of the seconds before it that were not delivered; all of them are put down. Where
 * that has been done already, by the same batch before a restart or by another attempt of this task, exactly the rows that
 * were put down are taken again: whoever got them may have acted on them.
 */
final class RememberingChoice implements Choice {

    private final WindowPartition work;
    private final BatchMemory memory;
    private final StampedColumns columns;
    private final Folder deliveries;

    private DeliveredKeys delivered;
    private DeliveryLog log;
    private boolean isReplay;

    RememberingChoice(WindowPartition work, StampedColumns columns, Folder deliveries) {
        this.work = work;
        this.memory = work.memory();
        this.columns = columns;
        this.deliveries = deliveries;
    }

    private void begin() throws IOException {
        if (memory.isReplay()) {
            isReplay = true;
            delivered = DeliveredKeys.read(deliveries, memory.known(), Long.MIN_VALUE);
            return;
        }

        Folder attempt = deliveries.folder(memory.attempt());
        String own = DeliveryLog.name(work.number());
        isReplay = attempt.has(own);
        if (isReplay) {
            delivered = DeliveredKeys.read(attempt, List.of(own), Long.MIN_VALUE);
        } else {
            delivered =
                    DeliveredKeys.read(deliveries, memory.known(), memory.from().getEpochSecond());
            log = new DeliveryLog(attempt, work.number());
        }
    }

    @Override
    public boolean takes(InternalRow row) throws IOException {
        if (delivered == null) {
            begin();
        }
        long second = columns.second(row);
        long key = columns.key(row);
        if (isReplay) {
            return delivered.has(key);
        }

        boolean isLate = second < work.window().from().getEpochSecond()
                && second >= memory.from().getEpochSecond()
                && !delivered.has(key);
        if (!isLate && !work.window().contains(second)) {
            return false;
        }
        log.add(key, second);
        return true;
    }

    @Override
    public void end() throws IOException {
        if (delivered == null) {
            begin();
        }
        if (log != null) {
            log.commit();
        }
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
