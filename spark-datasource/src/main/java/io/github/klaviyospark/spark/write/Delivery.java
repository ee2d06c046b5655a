package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import java.io.IOException;
import java.time.Duration;

/** What a task does with a chunk that is full. */
interface Delivery extends AutoCloseable {

    Receipt deliver(Chunk chunk) throws IOException;

    /** Whether a row that cannot be sent is only counted. */
    boolean isOnlyCounting();

    @Override
    void close();

    /** Sends chunks, one after the other. */
    static Delivery sending(KlaviyoClient client, BulkTarget target, Tally tally) {
        BulkSender sender = new BulkSender(client, target, tally);
        return new Delivery() {
            @Override
            public Receipt deliver(Chunk chunk) throws IOException {
                return sender.send(chunk);
            }

            @Override
            public boolean isOnlyCounting() {
                return false;
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    /** Sends nothing. */
    static Delivery counting() {
        return new Delivery() {
            @Override
            public Receipt deliver(Chunk chunk) {
                return Receipt.of(chunk, 0, Duration.ZERO, null);
            }

            @Override
            public boolean isOnlyCounting() {
                return true;
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
