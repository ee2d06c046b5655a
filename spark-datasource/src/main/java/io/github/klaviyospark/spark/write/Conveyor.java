package io.github.klaviyospark.spark.write;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has several parcels settled at a time, and tells of them in their order. With one at a time everything happens in the
 * calling thread.
 *
 * <p>Used by one thread.
 */
final class Conveyor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Delivery delivery;
    private final int inFlight;
    private final Consumer<Settled> settled;
    private final ExecutorService threads;
    private final ArrayDeque<Future<Settled>> underWay = new ArrayDeque<>();

    /**
     * Makes a conveyor.
     *
     * @param settled is told of each parcel, in the calling thread
     */
    Conveyor(Delivery delivery, int inFlight, String name, Consumer<Settled> settled) {
        this.settled = settled;
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
     * @throws IOException when one of the parcels could not be settled
     */
    void add(Parcel parcel) throws IOException {
        Callable<Settled> work = delivery.begin(parcel);
        if (threads == null) {
            settled.accept(call(work));
            return;
        }
        while (underWay.size() >= inFlight
                || (!underWay.isEmpty() && underWay.peek().isDone())) {
            take();
        }
        underWay.add(threads.submit(work));
    }

    private static Settled call(Callable<Settled> work) throws IOException {
        try {
            return work.call();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    /**
     * Waits for all that is under way, also when one of them fails.
     *
     * @throws IOException the first failure
     */
    void drain() throws IOException {
        IOException failure = null;
        while (!underWay.isEmpty()) {
            try {
                take();
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void take() throws IOException {
        try {
            settled.accept(underWay.poll().get());
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

    /** Ends what is under way, and waits until nothing of it goes on. */
    @Override
    public void close() {
        delivery.close();
        if (threads == null) {
            return;
        }
        threads.shutdownNow();
        boolean isInterrupted = Thread.interrupted();
        try {
            threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Conveyor(" + underWay.size() + " of " + inFlight + " under way)";
    }
}
