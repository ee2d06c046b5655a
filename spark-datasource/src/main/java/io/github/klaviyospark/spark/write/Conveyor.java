package io.github.klaviyospark.spark.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Has several parcels settled at a time, and gives them back in their order. With one at a time everything happens in the
 * calling thread.
 *
 * <p>Used by one thread.
 */
final class Conveyor implements AutoCloseable {

    private final Delivery delivery;
    private final int inFlight;
    private final ExecutorService threads;
    private final ArrayDeque<Future<Settled>> underWay = new ArrayDeque<>();

    Conveyor(Delivery delivery, int inFlight, String name) {
        this.delivery = delivery;
        this.inFlight = inFlight;
        this.threads = inFlight == 1
                ? null
                : Executors.newFixedThreadPool(inFlight, task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Puts a parcel on its way; waits while there are as many as may be.
     *
     * @return what is settled meanwhile
     * @throws IOException when one of the parcels before could not be settled
     */
    List<Settled> add(Parcel parcel) throws IOException {
        if (threads == null) {
            return List.of(delivery.settle(parcel));
        }
        List<Settled> settled = new ArrayList<>();
        while (underWay.size() >= inFlight
                || (!underWay.isEmpty() && underWay.peek().isDone())) {
            settled.add(take());
        }
        underWay.add(threads.submit(() -> delivery.settle(parcel)));
        return settled;
    }

    /** Waits for all that is under way. */
    List<Settled> drain() throws IOException {
        List<Settled> settled = new ArrayList<>();
        while (!underWay.isEmpty()) {
            settled.add(take());
        }
        return settled;
    }

    private Settled take() throws IOException {
        try {
            return underWay.poll().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while a chunk was under way.");
            interrupted.initCause(e);
            throw interrupted;
        } catch (ExecutionException e) {
            throw cause(e);
        }
    }

    private static IOException cause(ExecutionException e) {
        if (e.getCause() instanceof IOException failure) {
            return failure;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
        }
        return new IOException(e.getCause());
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
        delivery.close();
    }

    @Override
    public String toString() {
        return "Conveyor(" + underWay.size() + " of " + inFlight + " under way)";
    }
}
