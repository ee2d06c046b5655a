package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import java.io.IOException;
import java.util.Map;

/** What a task does with a parcel. Safe for several threads. */
interface Delivery extends AutoCloseable {

    /** Settles every row of a parcel. */
    Settled settle(Parcel parcel) throws IOException;

    /** Called when all parcels of a task are settled. */
    default void end(long parcels) throws IOException {}

    @Override
    void close();

    /** Sends nothing. */
    static Delivery counting() {
        return new Delivery() {
            @Override
            public Settled settle(Parcel parcel) {
                return Settled.sent(parcel, parcel.chunk().map(Receipt::counted), Map.of());
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
