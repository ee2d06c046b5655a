package io.github.klaviyospark.core.page;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.KlaviyoResponse;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A collection, read from its first page to its last. While one page is used the next one is fetched and read, so there
 * are never more than two in memory.
 *
 * <p>What may go wrong between two pages, and what is done:
 *
 * <ul>
 *   <li>an error, a lost answer or one that is cut off: the same page is asked for again, and none is skipped;
 *   <li>a page that leads back to itself: asked for again as well, since this passes more often than not;
 *   <li>a page that leads back to an earlier one: the chain fails, because it would have no end;
 *   <li>a link to another origin: the chain fails, because the key travels with every request;
 *   <li>resources that came with the page before and come once more at the border: left out. Where resources move, those of
 *       all pages before are remembered.
 * </ul>
 *
 * <p>Not safe for several threads, except {@link #close}.
 *
 * @param <R> what a resource becomes
 */
public final class PageChain<R> implements Closeable {

    private static final long CANCELLATION_CHECK_MILLIS = 100;

    private final KlaviyoClient client;
    private final KlaviyoRequest first;
    private final PageFormat<R> format;
    private final Tally tally;
    private final BooleanSupplier isCancelled;
    private final Demand demand;
    private final Border<R> border;
    private final ExecutorService fetching = Executors.newSingleThreadExecutor(PageChain::thread);

    private final Links links;
    private KlaviyoRequest following;
    private String followingCursor;
    private CompletableFuture<Page<R>> ahead;
    private long pages;
    private IOException failure;

    /**
     * A chain, which asks for nothing yet.
     *
     * @param client what sends; it is not closed with the chain, but a request under way ends only when it is
     * @param first the request for the first page
     * @param demand how much of it is wanted
     * @param isCancelled looked at while waiting
     */
    public PageChain(
            KlaviyoClient client,
            KlaviyoRequest first,
            PageFormat<R> format,
            Tally tally,
            Demand demand,
            BooleanSupplier isCancelled) {
        this.client = client;
        this.first = first;
        this.format = format;
        this.tally = tally;
        this.demand = demand;
        this.border = new Border<>(demand.canMove());
        this.following = first;
        this.isCancelled = isCancelled;
        this.links = new Links(client.endpoint());
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "klaviyo-pages");
        thread.setDaemon(true);
        return thread;
    }

    /** Asks for the first page, so that it is under way when {@link #next} is called. */
    public void begin() {
        if (ahead == null && failure == null) {
            fetch();
        }
    }

    /** Done as soon as {@link #next} need not wait. */
    public CompletableFuture<?> ready() {
        return ahead == null ? CompletableFuture.completedFuture(null) : ahead;
    }

    /** Whether the last page has been returned, as far as pages have said. */
    public boolean isAtEnd() {
        return pages > 0 && ahead == null && following == null;
    }

    /**
     * The resources of the next page, which may be none.
     *
     * @return them, or null after the last page
     * @throws InterruptedIOException when the thread is interrupted or the work was cancelled
     * @throws IOException when a page cannot be had
     */
    public List<R> next() throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            return nextPage();
        } catch (IOException e) {
            // Nobody may take the end of a broken chain for the end of the collection.
            failure = e;
            throw e;
        }
    }

    private List<R> nextPage() throws IOException {
        if (ahead == null) {
            fetch();
        }
        if (ahead == null) {
            return null;
        }

        Page<R> page = await();
        ahead = null;
        pages++;
        if (page.next() != null) {
            followingCursor = links.follow(page.next());
            following = first.with("page[cursor]", followingCursor);
            if (pages < demand.pages()) {
                fetch();
            }
        }
        return border.withoutRepeated(page);
    }

    private void fetch() {
        if (following != null) {
            KlaviyoRequest request = following;
            String cursor = followingCursor;
            following = null;
            CompletableFuture<Page<R>> page = new CompletableFuture<>();
            fetching.execute(() -> fetch(request, cursor, page));
            ahead = page;
        }
    }

    private void fetch(KlaviyoRequest request, String cursor, CompletableFuture<Page<R>> page) {
        try {
            page.complete(client.execute(request, tally, response -> read(response, cursor)));
        } catch (IOException | RuntimeException | Error e) {
            page.completeExceptionally(e);
        }
    }

    private Page<R> read(KlaviyoResponse response, String cursor) throws UnreadableAnswerException {
        byte[] body = response.body();
        Page<R> page = format.read(body);
        if (page.next() != null && links.leadsTo(cursor, page.next())) {
            throw new UnreadableAnswerException("links.next leads to the page that it stands on");
        }
        tally.received(page.resources().size(), body.length);
        return page;
    }

    private Page<R> await() throws IOException {
        while (true) {
            try {
                return ahead.get(CANCELLATION_CHECK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (isCancelled.getAsBoolean()) {
                    throw new InterruptedIOException("Cancelled while a page was under way.");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted(e);
            } catch (ExecutionException e) {
                throw failure(e.getCause());
            }
        }
    }

    private static InterruptedIOException interrupted(InterruptedException cause) {
        InterruptedIOException interrupted = new InterruptedIOException("Interrupted while a page was under way.");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof IOException failure) {
            return failure;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) cause;
    }

    /** Resources that were left out because the page before had them. */
    public long repeatedResources() {
        return border.repeated();
    }

    /** Gives up what is not yet fetched. Close the client first: it ends a request that is under way. */
    @Override
    public void close() {
        fetching.shutdownNow();
        CompletableFuture<Page<R>> given = ahead;
        if (given != null) {
            // A fetch that had not begun never will; whoever waits for it has to be told.
            given.completeExceptionally(new InterruptedIOException("Closed while a page was under way."));
        }
    }
}
