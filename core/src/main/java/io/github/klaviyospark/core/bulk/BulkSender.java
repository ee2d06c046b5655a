package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.KlaviyoResponse;
import io.github.klaviyospark.core.client.Tally;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Sends chunks and gives a receipt for each. Safe for many threads. */
public final class BulkSender {

    private final KlaviyoClient client;
    private final BulkTarget target;
    private final Tally tally;

    /** Sends to a target through a client, counting in a tally. */
    public BulkSender(KlaviyoClient client, BulkTarget target, Tally tally) {
        this.client = client;
        this.target = target;
        this.tally = tally;
    }

    /**
     * Sends a chunk and waits until it is accepted.
     *
     * @throws KlaviyoException when it is not, after whatever repeating is safe
     * @throws InterruptedIOException when the thread is interrupted
     */
    public Receipt send(Chunk chunk) throws KlaviyoException, InterruptedIOException {
        Tally own = new Tally();
        try {
            KlaviyoResponse response = post(chunk, own);
            return Receipt.of(chunk, 0, chunk.length(), own, response.requestId());
        } finally {
            tally.add(own);
        }
    }

    /**
     * Sends a chunk and, when it is refused, finds the records that are to blame and sends the others.
     *
     * @param breaker what stops the search when it does not help
     * @throws KlaviyoException when what is wrong is not a record
     * @throws BreakerException when the breaker stops it; records may have been accepted before
     * @throws InterruptedIOException when the thread is interrupted
     */
    public Delivered deliver(Chunk chunk, Breaker breaker) throws IOException {
        Tally own = new Tally();
        try {
            Isolation isolation = new Isolation(chunk, target, breaker, part -> post(part, own));
            isolation.run();
            int rejected = isolation.rejections().size();
            Receipt receipt = Receipt.of(chunk, rejected, isolation.acceptedBytes(), own, isolation.requestId());
            return new Delivered(receipt, isolation.rejections());
        } finally {
            tally.add(own);
        }
    }

    @Override
    public String toString() {
        return "BulkSender(" + target + ")";
    }

    private KlaviyoResponse post(Chunk chunk, Tally own) throws KlaviyoException, InterruptedIOException {
        KlaviyoRequest request = KlaviyoRequest.to(target.operation()).with(chunk.body(), chunk.length());
        KlaviyoResponse response = client.execute(request, own);
        own.accepted(chunk.records(), chunk.length());
        return response;
    }
}
