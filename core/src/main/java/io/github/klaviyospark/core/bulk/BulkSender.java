package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.KlaviyoResponse;
import io.github.klaviyospark.core.client.Tally;
import java.io.InterruptedIOException;
import java.time.Duration;

/** Sends chunks, one after the other, and gives a receipt for each. */
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
        long requests = tally.requests();
        Duration waited = tally.quotaWait();

        KlaviyoRequest request = KlaviyoRequest.to(target.operation()).with(chunk.body(), chunk.length());
        KlaviyoResponse response = client.execute(request, tally);

        return Receipt.of(
                chunk,
                Math.toIntExact(tally.requests() - requests),
                tally.quotaWait().minus(waited),
                response.requestId());
    }
}
