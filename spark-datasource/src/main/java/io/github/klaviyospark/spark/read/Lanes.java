package io.github.klaviyospark.spark.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * The chains of a task, a bounded number of them under way at any time. Whichever has a page first is read first; one that
 * has ended makes room for the next. Holds two pages of each lane at most.
 */
final class Lanes implements Closeable {

    private static final long CANCELLATION_CHECK_MILLIS = 100;

    private final Iterator<KlaviyoInputPartition.Chain> waiting;
    private final Function<KlaviyoInputPartition.Chain, Lane> opener;
    private final BooleanSupplier isCancelled;
    private final int most;
    private final List<Lane> open = new ArrayList<>();
    private long unreadable;

    /**
     * Lanes for some chains.
     *
     * @param opener begins to read a chain
     * @param most how many chains are read at once
     */
    Lanes(
            List<KlaviyoInputPartition.Chain> chains,
            Function<KlaviyoInputPartition.Chain, Lane> opener,
            int most,
            BooleanSupplier isCancelled) {
        this.waiting = chains.iterator();
        this.opener = opener;
        this.most = most;
        this.isCancelled = isCancelled;
    }

    /** The rows of a page and the lane that they came on; null when all chains have ended. */
    PageOfRows next() throws IOException {
        while (true) {
            while (open.size() < most && waiting.hasNext()) {
                open.add(opener.apply(waiting.next()));
            }
            if (open.isEmpty()) {
                return null;
            }

            Lane lane = await();
            List<InternalRow> rows = lane.next();
            if (rows != null) {
                return new PageOfRows(lane, rows);
            }
            end(lane);
        }
    }

    /** A lane whose page is there. The one that has waited longest comes first, so that none is passed over for long. */
    private Lane await() throws IOException {
        while (true) {
            for (Lane lane : open) {
                if (lane.ready().isDone()) {
                    open.remove(lane);
                    open.add(lane);
                    return lane;
                }
            }
            if (isCancelled.getAsBoolean()) {
                throw new InterruptedIOException("Cancelled while a page was under way.");
            }
            awaitAny();
        }
    }

    private void awaitAny() throws IOException {
        CompletableFuture<?>[] pages = open.stream().map(Lane::ready).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.anyOf(pages).get(CANCELLATION_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Whoever takes the page is told what went wrong.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("Interrupted while a page was under way.");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private void end(Lane lane) {
        lane.close();
        open.remove(lane);
        unreadable += lane.unreadableValues();
    }

    /** Values that became null because they were of another kind than their field, on all chains so far. */
    long unreadableValues() {
        return unreadable + open.stream().mapToLong(Lane::unreadableValues).sum();
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(this::end);
    }

    /**
     * A page.
     *
     * @param lane where it came from
     */
    record PageOfRows(Lane lane, List<InternalRow> rows) {

        /** Without the rows. */
        @Override
        public String toString() {
            return "PageOfRows(" + rows.size() + ")";
        }
    }
}
