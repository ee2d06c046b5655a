package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.OversizeRecordException;
import io.github.klaviyospark.core.target.InvalidRowException;
import io.github.klaviyospark.core.target.Shaped;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.spark.rows.ColumnPath;
import io.github.klaviyospark.spark.rows.InvalidValueException;
import io.github.klaviyospark.spark.rows.RecordIds;
import io.github.klaviyospark.spark.rows.RowEncoder;
import io.github.klaviyospark.spark.run.DeadLetter;
import io.github.klaviyospark.spark.run.DeadLetterFile;
import io.github.klaviyospark.spark.run.DeadLetters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Turns a writer's rows into parcels: looks whether a row can be sent, lets the last of several with one id win, and fills
 * chunks.
 *
 * <p>The last row is always held back, as a record in the chunk that is not ended or as a dead letter that is not written,
 * until the next one shows whether it counts. Rows of one id are neighbours, so that is all there is to last one wins.
 * An invalid row counts as the last one of its id like any other: what it was to replace is not sent in its place.
 *
 * <p>What invalid rows leave behind belongs to the chunk that is filled when they come up, so that it is the same on every
 * attempt.
 */
final class Packing {

    private final RowEncoder encoder;
    private final RowEncoder lenient;
    private final RecordIds ids;
    private final boolean keepsLast;
    private final Chunker chunker;
    private final Breaker breaker;
    private final InvalidRows policy;
    private final DeadLetters.Place place;

    private final Target shaper;
    private final RequestKeys keys = new RequestKeys();
    private final ByteArrayOutputStream scratch = new ByteArrayOutputStream();

    private boolean isRecordHeld;
    private boolean isBegun;
    private DeadLetter heldLetter;
    private byte[] heldId;

    private long rows;
    private long ordinal;
    private DeadLetterFile letters;
    private MessageDigest digest = digest();
    private Map<String, Long> invalid = new TreeMap<>();
    private long superseded;

    /** What happens to a row that cannot be sent. */
    enum InvalidRows {
        /** The task fails. */
        FAIL,
        /** It becomes a dead letter. */
        SET_ASIDE,
        /** It is counted. */
        COUNT
    }

    Packing(WritePlan plan, InvalidRows policy, Breaker breaker, Optional<DeadLetters.Place> place) throws IOException {
        this.encoder = plan.encoder();
        this.lenient = plan.lenientEncoder();
        this.ids = plan.ids().orElse(null);
        this.keepsLast = plan.keepsLast();
        this.chunker = plan.chunker();
        this.shaper = plan.shaper().orElse(null);
        this.breaker = breaker;
        this.policy = policy;
        this.place = place.orElse(null);
        this.letters = letters();
    }

    private DeadLetterFile letters() {
        return place == null ? null : place.file(ordinal);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /**
     * Takes a row.
     *
     * @return the parcels that are complete: none when there is room for more, two when the row's request is another one
     * @throws RowException when the row before cannot be sent and fails the task
     */
    List<Parcel> add(InternalRow row) throws IOException {
        Optional<ColumnPath> missing = ids == null ? Optional.empty() : ids.missing(row);
        byte[] id = keepsLast && missing.isEmpty() ? ids.of(row) : null;

        // No parcel is complete with most rows, and an empty list without room costs them nothing.
        List<Parcel> full = new ArrayList<>(0);
        boolean isAnyHeld = isRecordHeld || heldLetter != null;
        if (isAnyHeld && id != null && Arrays.equals(id, heldId)) {
            supersede();
        } else {
            add(full, settle());
        }
        rows++;
        heldId = id;
        if (missing.isPresent()) {
            hold("null_id", "column " + missing.get() + " is null, and it is a part of the id", row);
        } else {
            encode(row, full);
        }
        return full;
    }

    private static void add(List<Parcel> parcels, Parcel parcel) {
        if (parcel != null) {
            parcels.add(parcel);
        }
    }

    private void encode(InternalRow row, List<Parcel> full) throws IOException {
        try {
            if (shaper == null) {
                encoder.encode(row, begun(chunker.beginRecord()));
                isRecordHeld = true;
            } else {
                shape(row, full);
            }
        } catch (InvalidValueException e) {
            drop();
            hold("invalid_value", "column " + e.path() + " " + e.reason(), row);
        } catch (InvalidRowException e) {
            hold("invalid_row", e.getMessage(), row);
        } catch (OversizeRecordException e) {
            drop();
            hold(
                    "oversize",
                    "it is larger than " + e.limit() + " bytes of JSON, the most that one record may have",
                    row);
        }
    }

    private OutputStream begun(OutputStream record) {
        isBegun = true;
        return record;
    }

    private void drop() {
        if (isBegun) {
            chunker.dropRecord();
            isBegun = false;
        }
    }

    private void shape(InternalRow row, List<Parcel> full) throws IOException {
        scratch.reset();
        encoder.encode(row, scratch);
        Shaped shaped = shaper.shape(scratch.toByteArray());
        if (keys.isSame(shaped)) {
            superseded++;
            return;
        }
        add(full, parcel(chunker.turnTo(shaped.envelope())));
        if (keys.isTaken(shaped)) {
            add(full, parcel(chunker.flush()));
        }
        keys.hold(shaped);
        OutputStream record =
                begun(shaped.group() == null ? chunker.beginRecord() : chunker.beginRecord(shaped.group()));
        record.write(shaped.record());
        isRecordHeld = true;
    }

    private void hold(String code, String reason, InternalRow row) throws IOException {
        String json = null;
        if (policy == InvalidRows.SET_ASIDE) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            lenient.encode(row, out);
            json = out.toString(StandardCharsets.UTF_8);
        }
        heldLetter = new DeadLetter(code, "The row cannot be sent.", null, reason, json);
    }

    private void supersede() {
        if (isRecordHeld) {
            drop();
            keys.drop();
        }
        isRecordHeld = false;
        heldLetter = null;
        superseded++;
    }

    private Parcel settle() throws IOException {
        if (heldLetter != null) {
            setAside(heldLetter);
            heldLetter = null;
        }
        if (!isRecordHeld) {
            return null;
        }
        isRecordHeld = false;
        isBegun = false;
        Chunk chunk = chunker.endRecord();
        keys.ended();
        return parcel(chunk);
    }

    private void setAside(DeadLetter letter) throws IOException {
        if (policy == InvalidRows.FAIL) {
            throw new RowException(rows, letter.reason());
        }
        invalid.merge(letter.reason(), 1L, Long::sum);
        if (policy == InvalidRows.SET_ASIDE) {
            breaker.invalid(letter.reason());
            letters.add(letter, digest);
        }
    }

    private Parcel parcel(Chunk chunk) {
        if (chunk == null) {
            return null;
        }
        // With bytes for a limit, the record that was held is the first of the next chunk; it leaves nothing else
        // behind.
        Parcel parcel =
                new Parcel(ordinal, Optional.of(chunk), Optional.ofNullable(letters), digest, invalid, superseded);
        ordinal++;
        keys.completed(chunk.records());
        letters = letters();
        digest = digest();
        invalid = new TreeMap<>();
        superseded = 0;
        return parcel;
    }

    /** The parcel that the last row before the end completes, or null; {@link #flush()} gives what is left after it. */
    Parcel end() throws IOException {
        return settle();
    }

    /** What is left: perhaps no chunk, and then perhaps nothing. */
    Parcel flush() {
        Chunk chunk = chunker.flush();
        if (chunk != null) {
            return parcel(chunk);
        }
        Optional<DeadLetterFile> last = Optional.ofNullable(letters);
        letters = null;
        return new Parcel(ordinal, Optional.empty(), last, digest, invalid, superseded);
    }

    /** Takes a chunk's buffer back. */
    void release(Chunk chunk) {
        chunker.release(chunk);
    }

    /** Forgets the dead letters of a chunk that was not filled. */
    void close() throws IOException {
        if (letters != null) {
            letters.discard();
        }
    }

    /** Rows that were taken. */
    long rows() {
        return rows;
    }

    @Override
    public String toString() {
        return "Packing(" + rows + " rows, chunk " + ordinal + ")";
    }

    /** A row that cannot be sent, where the user wants that to be a failure. */
    static final class RowException extends IOException {

        private static final long serialVersionUID = 1L;

        RowException(long row, String reason) {
            super("Row " + row + " of this writer cannot be written: " + reason
                    + ". Correct or leave out such rows, or set them aside with onInvalid=deadLetter.");
        }
    }
}
