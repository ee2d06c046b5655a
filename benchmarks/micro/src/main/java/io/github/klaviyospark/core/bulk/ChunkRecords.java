package io.github.klaviyospark.core.bulk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Records into chunks, from the smallest to the largest that Klaviyo takes; an operation is a record, {@code bytes} are those
 * of the records without what is around them.
 *
 * <p>The limit copies the same bytes, a comma and what is around the record included, into one array and counts nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChunkRecords {

    private static final DataSourceRecords TARGET = DataSourceRecords.into("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    /** Bytes of a record. */
    @Param({"1", "100", "1000", "10000", "100000", "512000"})
    public int size;

    private final byte[] head = TARGET.recordHead();
    private final byte[] tail = TARGET.recordTail();
    private byte[] record;
    private Chunker chunker;
    private byte[] buffer;
    private int end;

    /** Makes the record, a text of JSON where there is room for its quotes, and looks whether chunks hold it. */
    @Setup
    public void prepare() throws IOException {
        record = size < 2 ? new byte[] {'1'} : ("\"" + "x".repeat(size - 2) + "\"").getBytes(StandardCharsets.UTF_8);
        chunker = new Chunker(TARGET, TARGET.limits());
        buffer = new byte[4_000_000];

        Chunk chunk = next(chunker);
        while (chunk == null) {
            chunk = next(chunker);
        }
        int most = Math.min(500, 4_000_000 / (size + head.length + tail.length + 1));
        if (chunk.records() != most || !Arrays.equals(chunk.record(most - 1), record)) {
            throw new IllegalStateException("A chunk holds " + chunk.records() + " records, and not " + most + ".");
        }
    }

    private Chunk next(Chunker into) throws IOException {
        into.beginRecord().write(record, 0, record.length);
        return into.endRecord();
    }

    /** The chunker, with its buffers given back as after an answer. */
    @Benchmark
    public int connector(Records records) throws IOException {
        records.bytes += record.length;
        Chunk chunk = next(chunker);
        if (chunk == null) {
            return 0;
        }
        chunker.release(chunk);
        return chunk.length();
    }

    /** The limit. */
    @Benchmark
    public int copy(Records records) {
        records.bytes += record.length;
        if (end + head.length + record.length + tail.length + 1 > buffer.length) {
            end = 0;
        }
        append(head);
        append(record);
        append(tail);
        buffer[end++] = ',';
        return end;
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, buffer, end, bytes.length);
        end += bytes.length;
    }

    /** What went through, beside the number of records. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Records {

        /** Bytes of records. */
        public long bytes;
    }
}
