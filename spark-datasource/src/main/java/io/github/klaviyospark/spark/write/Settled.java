package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
import io.github.klaviyospark.spark.run.ChunkFacts;
import io.github.klaviyospark.spark.run.DeadLetterFile;
import io.github.klaviyospark.spark.run.DeadLetters;
import java.util.Map;
import java.util.Optional;

/**
 * A parcel of which every row has its place.
 *
 * @param parcel the parcel
 * @param receipt for its chunk, when it was sent or counted
 * @param skipped rows that an earlier attempt had accepted
 * @param dead rows that are dead letters
 * @param refused of these, the rows that Klaviyo refused, by reason
 * @param letters the file of the dead letters, if there are any
 */
record Settled(
        Parcel parcel,
        Optional<Receipt> receipt,
        long skipped,
        long dead,
        Map<String, Long> refused,
        Optional<String> letters) {

    private static final String REFUSED_BEFORE = "Klaviyo refused it in an earlier attempt; the dead letter says why";

    /** A chunk that was sent, or none. */
    static Settled sent(Parcel parcel, Optional<Receipt> receipt, Map<String, Long> refused) {
        long rejected = refused.values().stream().mapToLong(Long::longValue).sum();
        Optional<String> letters =
                parcel.letters().filter(file -> file.size() > 0).map(DeadLetterFile::name);
        return new Settled(parcel, receipt, 0, parcel.invalidRows() + rejected, refused, letters);
    }

    /** A chunk that was settled before. Its receipt says how many rows were refused, and their letters why. */
    static Settled before(Parcel parcel, ChunkFacts facts, Optional<DeadLetters.Place> place) {
        long refused = facts.dead() - parcel.invalidRows();
        Map<String, Long> reasons = refused > 0 ? Map.of(REFUSED_BEFORE, refused) : Map.of();
        Optional<String> letters =
                facts.dead() == 0 ? Optional.empty() : place.map(at -> at.name(facts.ordinal(), facts.attempt()));
        return new Settled(parcel, Optional.empty(), facts.accepted(), facts.dead(), reasons, letters);
    }

    @Override
    public String toString() {
        return "Settled(" + parcel.ordinal() + ")";
    }
}
