package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Receipt;
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
 */
record Settled(Parcel parcel, Optional<Receipt> receipt, long skipped, long dead, Map<String, Long> refused) {

    /** A chunk that was sent, or none. */
    static Settled sent(Parcel parcel, Optional<Receipt> receipt, Map<String, Long> refused) {
        long rejected = refused.values().stream().mapToLong(Long::longValue).sum();
        return new Settled(parcel, receipt, 0, parcel.invalidRows() + rejected, refused);
    }

    /** A chunk that was settled before. */
    static Settled before(Parcel parcel, long accepted, long dead) {
        return new Settled(parcel, Optional.empty(), accepted, dead, Map.of());
    }

    @Override
    public String toString() {
        return "Settled(" + parcel.ordinal() + ")";
    }
}
