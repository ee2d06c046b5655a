package io.github.klaviyospark.core.target;

import io.github.klaviyospark.core.bulk.Envelope;

/**
 * What a row becomes.
 *
 * @param envelope what is around it in its request
 * @param group the JSON of the group that it belongs to; null where records are not grouped
 * @param record the JSON of the record
 * @param key what no other record of the same request may have; null when nothing
 * @param identity of two records with one key, whether they are the same, so that the first stands for both; null
 *     without a key
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; the text form below leaves the content out.
public record Shaped(Envelope envelope, byte[] group, byte[] record, String key, String identity) {

    static Shaped of(Envelope envelope, byte[] record) {
        return new Shaped(envelope, null, record, null, null);
    }

    @Override
    public String toString() {
        return "Shaped(" + record.length + " bytes)";
    }
}
