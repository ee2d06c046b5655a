package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.page.PageChain;
import io.github.klaviyospark.spark.pages.PageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.catalyst.InternalRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A chain that is being read, page after page, with the first page under way. */
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final KlaviyoInputPartition.Chain chain;
    private final PageDecoder decoder;
    private final PageChain<InternalRow> pages;
    private long left;

    Lane(
            KlaviyoClient client,
            KlaviyoInputPartition partition,
            KlaviyoInputPartition.Chain chain,
            PageDecoder decoder,
            Tally tally,
            BooleanSupplier isCancelled) {
        this.chain = chain;
        this.decoder = decoder;
        this.left = partition.limit();
        this.pages = new PageChain<>(client, partition.first(chain), decoder, tally, partition.demand(), isCancelled);
        pages.begin();
    }

    /** Done as soon as {@link #next} need not wait. */
    CompletableFuture<?> ready() {
        return left == 0 ? CompletableFuture.completedFuture(null) : pages.ready();
    }

    /** The rows of the next page, or null when all that is wanted of the chain has been taken. */
    List<InternalRow> next() throws IOException {
        return left == 0 ? null : pages.next();
    }

    /** Whether a row is wanted; one that is counts. */
    boolean takes(InternalRow row) {
        if (left == 0 || !chain.own().has(row)) {
            return false;
        }
        left--;
        return true;
    }

    /** Values that became null because they were of another kind than their field. */
    long unreadableValues() {
        return decoder.unreadableValues();
    }

    void close() {
        pages.close();
        if (pages.repeatedResources() > 0) {
            LOG.info("{} rows stood on two pages and were taken once.", pages.repeatedResources());
        }
        if (decoder.unreadableValues() > 0) {
            LOG.warn(
                    "{} values were of another kind than their fields and are null: {}.",
                    decoder.unreadableValues(),
                    decoder.unreadableFields());
        }
    }
}
