package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Delivered;
import io.github.klaviyospark.core.bulk.JobListener;
import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.core.bulk.Rejection;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.spark.run.ChunkFacts;
import io.github.klaviyospark.spark.run.DeadLetter;
import io.github.klaviyospark.spark.run.DeadLetterFile;
import io.github.klaviyospark.spark.run.DeadLetters;
import io.github.klaviyospark.spark.run.OpenChunk;
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
    private final WritePlan plan;
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
        this.plan = plan;
        this.sender = new BulkSender(client, plan.target(), tally, plan.patience());
        this.breaker = breaker;
        this.setsAside = plan.setsAside();
        this.receipts = receipts;
        this.attempt = attempt;
        this.place = place;
    }

    @Override
    public Callable<Settled> begin(Parcel parcel) throws IOException {
        breaker.check();
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
        if (!plan.isRepeatable()) {
            receipts.plan(parcel.ordinal(), hash);
        }
        return () -> send(parcel, hash);
    }

    private Settled send(Parcel parcel, String hash) throws IOException {
        try {
            Chunk chunk = parcel.chunk().orElseThrow();
            Optional<OpenChunk> open = receipts.open(chunk.ordinal(), hash);
            boolean mustClaim = open.isEmpty() && !plan.isRepeatable();
            if (mustClaim && !receipts.claim(chunk.ordinal())) {
                Optional<ChunkFacts> lately = receipts.lately(chunk.ordinal(), hash);
                return lately.isPresent()
                        ? Settled.before(parcel, lately.get(), place)
                        : settled(parcel, hash, doubtful(chunk));
            }
            Delivered delivered = open.isPresent()
                    ? sender.resume(chunk, open.get().job(), setsAside ? breaker : null)
                    : first(chunk, hash);
            return settled(parcel, hash, delivered);
        } finally {
            // Those that were kept stay.
            parcel.discard();
        }
    }

    private Settled settled(Parcel parcel, String hash, Delivered delivered) throws IOException {
        Map<String, Long> refused = setAside(parcel, parcel.chunk().orElseThrow(), delivered.rejections());
        Settled settled = Settled.sent(parcel, Optional.of(delivered.receipt()), refused);
        keep(parcel);
        receipts.add(facts(settled, hash));
        return settled;
    }

    /** A chunk that another attempt was about to send. */
    private Delivered doubtful(Chunk chunk) throws IOException {
        if (!setsAside) {
            throw new IOException("Another attempt was about to send chunk " + chunk.ordinal() + " with "
                    + chunk.records()
                    + " rows, and nobody knows whether Klaviyo took them; they must not be sent twice."
                    + " Set onInvalid=deadLetter to have them set aside.");
        }
        return sender.doubt(chunk, breaker);
    }

    private Delivered first(Chunk chunk, String hash) throws IOException {
        JobListener listener = new JobListener() {
            @Override
            public void opened(Chunk accepted, String job) throws IOException {
                if (job != null) {
                    receipts.add(new OpenChunk(chunk.ordinal(), hash, job));
                }
            }

            @Override
            public void untaken(Chunk refused) throws IOException {
                if (!plan.isRepeatable()) {
                    receipts.unclaim(chunk.ordinal());
                }
            }
        };
        try {
            return setsAside
                    ? sender.deliver(chunk, breaker, listener)
                    : new Delivered(sender.send(chunk, listener), List.of());
        } catch (KlaviyoException e) {
            throw e.isInDoubt() && !plan.isRepeatable() ? inDoubt(chunk, e) : e;
        }
    }

    private static IOException inDoubt(Chunk chunk, KlaviyoException cause) {
        return new IOException(
                "Nobody knows whether Klaviyo took the " + chunk.records() + " rows of chunk " + chunk.ordinal()
                        + ", and they must not be sent twice. " + cause.getMessage()
                        + " Set onInvalid=deadLetter to have such rows set aside.",
                cause);
    }

    private static String hash(MessageDigest digest, Chunk chunk) {
        digest.update(chunk.body(), 0, chunk.length());
        chunk.resource().ifPresent(id -> digest.update(id.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), HASH_BYTES));
    }

    private Map<String, Long> setAside(Parcel parcel, Chunk chunk, List<Rejection> rejections) throws IOException {
        Map<String, Long> reasons = new TreeMap<>();
        for (Rejection rejection : rejections) {
            String row = rejection.isNamed() ? row(chunk, rejection.place()) : null;
            DeadLetterFile letters = parcel.letters().orElseThrow();
            letters.add(
                    new DeadLetter(rejection.code(), rejection.title(), rejection.pointer(), reason(rejection), row),
                    parcel.digest());
            reasons.merge(rejection.words(), 1L, Long::sum);
        }
        return reasons;
    }

    /** The row as its columns were, so that it can be corrected and written again. */
    private String row(Chunk chunk, int place) {
        byte[] row = plan.shaper()
                .flatMap(shaper -> shaper.rows(chunk.requestOf(place), chunk.resource()).stream()
                        .findFirst())
                .orElseGet(() -> chunk.record(place));
        return new String(row, StandardCharsets.UTF_8);
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
        breaker.check();
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
