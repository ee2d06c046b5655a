package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;

/** What a task does with a parcel. */
interface Delivery extends AutoCloseable {

    /**
     * Looks a parcel up; called in the order of parcels, by one thread.
     *
     * @return what settles every row of it, which may be called by another thread, together with others
     */
    Callable<Settled> begin(Parcel parcel) throws IOException;

    /** Called when all parcels of a task are settled. */
    default void end() throws IOException {}

    @Override
    void close();

    /** Sends nothing. */
    static Delivery counting() {
        return new Delivery() {
            @Override
            public Callable<Settled> begin(Parcel parcel) {
                return () -> Settled.sent(parcel, parcel.chunk().map(Receipt::counted), Map.of());
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
