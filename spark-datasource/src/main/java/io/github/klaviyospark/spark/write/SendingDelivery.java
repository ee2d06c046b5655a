package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Delivered;
import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.bulk.Rejection;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.spark.run.ChunkFacts;
import io.github.klaviyospark.spark.run.DeadLetter;
import io.github.klaviyospark.spark.run.DeadLetterFile;
import io.github.klaviyospark.spark.run.DeadLetters;
import io.github.klaviyospark.spark.run.Receipts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Sends parcels, in an order that loses nothing wherever it breaks off: Klaviyo's answer, then the dead letters, then the
 * receipt. A receipt that is there means that all else is.
 */
final class SendingDelivery implements Delivery {

    private static final int HASH_BYTES = 16;

    private final KlaviyoClient client;
    private final BulkSender sender;
    private final Breaker breaker;
    private final boolean setsAside;
    private final Receipts receipts;
    private final String attempt;
    private final Optional<DeadLetters.Place> place;

    SendingDelivery(
            KlaviyoClient client,
            WritePlan plan,
            Tally tally,
            Breaker breaker,
            Receipts receipts,
            String attempt,
            Optional<DeadLetters.Place> place) {
        this.client = client;
        this.sender = new BulkSender(client, plan.target(), tally);
        this.breaker = breaker;
        this.setsAside = plan.setsAside();
        this.receipts = receipts;
        this.attempt = attempt;
        this.place = place;
    }

    @Override
    public Callable<Settled> begin(Parcel parcel) throws IOException {
        if (parcel.chunk().isEmpty()) {
            return () -> {
                keep(parcel);
                return Settled.sent(parcel, Optional.empty(), Map.of());
            };
        }

        String hash = hash(parcel.digest(), parcel.chunk().get());
        Optional<ChunkFacts> earlier = receipts.find(parcel.ordinal(), hash);
        if (earlier.isPresent()) {
            parcel.discard();
            return () -> Settled.before(parcel, earlier.get(), place);
        }
        return () -> send(parcel, hash);
    }

    private Settled send(Parcel parcel, String hash) throws IOException {
        try {
            Chunk chunk = parcel.chunk().orElseThrow();
            Delivered delivered = deliver(chunk);
            Map<String, Long> refused = setAside(parcel, chunk, delivered.rejections());
            Settled settled = Settled.sent(parcel, Optional.of(delivered.receipt()), refused);
            keep(parcel);
            receipts.add(facts(settled, hash));
            return settled;
        } finally {
            // Those that were kept stay.
            parcel.discard();
        }
    }

    private static String hash(MessageDigest digest, Chunk chunk) {
        digest.update(chunk.body(), 0, chunk.length());
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    }

    private Delivered deliver(Chunk chunk) throws IOException {
        return setsAside ? sender.deliver(chunk, breaker) : new Delivered(sender.send(chunk), List.of());
    }

    private static Map<String, Long> setAside(Parcel parcel, Chunk chunk, List<Rejection> rejections)
            throws IOException {
        Map<String, Long> reasons = new TreeMap<>();
        for (Rejection rejection : rejections) {
            String row = new String(chunk.record(rejection.place()), StandardCharsets.UTF_8);
            DeadLetterFile letters = parcel.letters().orElseThrow();
            letters.add(
                    new DeadLetter(rejection.code(), rejection.title(), rejection.pointer(), reason(rejection), row),
                    parcel.digest());
            reasons.merge("Klaviyo refuses it: " + rejection.summary(), 1L, Long::sum);
        }
        return reasons;
    }

    private static String reason(Rejection rejection) {
        return rejection.detail() == null ? "Klaviyo refuses the record." : rejection.detail();
    }

    private static void keep(Parcel parcel) throws IOException {
        if (parcel.letters().isPresent()) {
            parcel.letters().get().keep();
        }
    }

    private ChunkFacts facts(Settled settled, String hash) {
        Receipt receipt = settled.receipt().orElseThrow();
        return new ChunkFacts(
                settled.parcel().ordinal(),
                hash,
                receipt.accepted(),
                Math.toIntExact(settled.dead()),
                settled.parcel().superseded(),
                receipt.acceptedBytes(),
                receipt.attempts(),
                attempt);
    }

    @Override
    public void end() throws IOException {
        receipts.removeRest();
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "SendingDelivery(" + sender + ")";
    }
}
