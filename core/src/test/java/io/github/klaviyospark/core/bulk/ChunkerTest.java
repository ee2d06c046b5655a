package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ChunkerTest {

    private static final String ID = "01JKV3YV229CP2NVMXHM5SD9N5";
    private static final int ENVELOPE = 201;
    private static final int PER_RECORD = 55;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordTarget target = DataSourceRecords.into(ID);

    @Test
    void writesTheDocumentOfTheSpecification() throws IOException {
        List<String> bodies = pack(List.of("{\"a\":1}", "{\"b\":2}"), new ChunkLimits(500, 4_000_000, 512_000));

        assertThat(bodies)
                .containsExactly("{\"data\":{\"type\":\"data-source-record-bulk-create-job\",\"attributes\":"
                        + "{\"data-source-records\":{\"data\":["
                        + "{\"type\":\"data-source-record\",\"attributes\":{\"record\":{\"a\":1}}},"
                        + "{\"type\":\"data-source-record\",\"attributes\":{\"record\":{\"b\":2}}}]}},"
                        + "\"relationships\":{\"data-source\":{\"data\":{\"type\":\"data-source\",\"id\":\"" + ID
                        + "\"}}}}}");
    }

    @Test
    void givesAChunkWithItsFiveHundredthRecordAndNotBefore() throws IOException {
        Chunker chunker = new Chunker(target, new ChunkLimits(500, 4_000_000, 512_000));

        for (int i = 1; i < 500; i++) {
            assertThat(add(chunker, "{}")).isNull();
        }

        assertThat(add(chunker, "{}").records()).isEqualTo(500);
        assertThat(chunker.flush()).isNull();
    }

    @Test
    void fillsAChunkToTheLastByte() throws IOException {
        int two = ENVELOPE + 2 * (PER_RECORD - 1) + 1 + 20 + 30;

        assertThat(pack(List.of(record(20), record(30)), new ChunkLimits(500, two, 512_000)))
                .hasSize(1);
        assertThat(pack(List.of(record(20), record(30)), new ChunkLimits(500, two - 1, 512_000)))
                .hasSize(2);
    }

    @Test
    void takesARecordOfTheLargestSizeAndRefusesOneByteMore() throws IOException {
        Chunker chunker = new Chunker(target, new ChunkLimits(500, 4_000_000, 1_000_000));
        add(chunker, record(512_000));

        assertThatThrownBy(() -> add(chunker, record(512_001)))
                .isInstanceOf(OversizeRecordException.class)
                .hasMessage("A record is larger than 512000 bytes of JSON.");
        chunker.dropRecord();

        assertThat(chunker.flush().records()).isEqualTo(1);
    }

    @Test
    void leavesNoTraceOfADroppedRecord() throws IOException {
        Chunker chunker = new Chunker(target, new ChunkLimits(500, 4_000_000, 512_000));
        add(chunker, "{\"a\":1}");
        chunker.beginRecord().write("{\"half\":".getBytes(StandardCharsets.UTF_8));
        chunker.dropRecord();
        add(chunker, "{\"b\":2}");

        assertThat(records(body(chunker.flush()))).containsExactly("{\"a\":1}", "{\"b\":2}");
    }

    @Test
    void givesNothingForNoRecords() {
        assertThat(new Chunker(target, new ChunkLimits(500, 4_000_000, 512_000)).flush())
                .isNull();
    }

    @Test
    void refusesLimitsThatTheEnvelopeAloneExceeds() {
        assertThatThrownBy(() -> new Chunker(target, new ChunkLimits(500, 256, 512_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A chunk of 256 bytes has no room for a record: the envelope alone takes 255. Raise"
                        + " chunkBytes.");
    }

    @Test
    void isUsedInTheRightOrder() throws IOException {
        Chunker chunker = new Chunker(target, new ChunkLimits(500, 4_000_000, 512_000));

        assertThatThrownBy(chunker::endRecord).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(chunker::dropRecord).isInstanceOf(IllegalStateException.class);
        chunker.beginRecord();
        assertThatThrownBy(chunker::beginRecord).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(chunker::flush).isInstanceOf(IllegalStateException.class);
    }

    /** Against a packing done with strings and lists: the same records in the same chunks, within every limit. */
    @Property(tries = 400)
    void packsAsAPlainGreedyPackingDoes(
            @ForAll @Size(max = 120) List<@IntRange(min = 2, max = 900) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 40) int maxRecords,
            @ForAll @IntRange(min = 1_200, max = 6_000) int maxBytes)
            throws IOException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            records.add(record(Math.max(sizes.get(i), 12)).replaceFirst("xxx", String.format("%03d", i)));
        }

        List<String> bodies = pack(records, new ChunkLimits(maxRecords, maxBytes, 512_000));

        List<List<String>> packed = new ArrayList<>();
        for (String body : bodies) {
            assertThat(body.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(maxBytes);
            packed.add(records(body));
        }
        assertThat(packed).isEqualTo(greedy(records, maxRecords, maxBytes));
    }

    private static List<List<String>> greedy(List<String> records, int maxRecords, int maxBytes) {
        List<List<String>> chunks = new ArrayList<>();
        int bytes = 0;
        for (String record : records) {
            int more = record.length() + PER_RECORD;
            boolean fits =
                    !chunks.isEmpty() && chunks.get(chunks.size() - 1).size() < maxRecords && bytes + more <= maxBytes;
            if (!fits) {
                chunks.add(new ArrayList<>());
                bytes = ENVELOPE - 1;
            }
            chunks.get(chunks.size() - 1).add(record);
            bytes += more;
        }
        return chunks;
    }

    private static String record(int size) {
        return "{\"k\":\"" + "x".repeat(Math.max(0, size - 8)) + "\"}";
    }

    private List<String> pack(List<String> records, ChunkLimits limits) throws IOException {
        Chunker chunker = new Chunker(target, limits);
        List<String> bodies = new ArrayList<>();
        for (String record : records) {
            Chunk chunk = add(chunker, record);
            if (chunk != null) {
                bodies.add(body(chunk));
                Arrays.fill(chunk.body(), (byte) '#');
                chunker.release(chunk);
            }
        }
        Chunk last = chunker.flush();
        if (last != null) {
            bodies.add(body(last));
        }
        return bodies;
    }

    private static Chunk add(Chunker chunker, String record) throws IOException {
        OutputStream out = chunker.beginRecord();
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        out.write(bytes[0]);
        out.write(bytes, 1, bytes.length - 1);
        return chunker.endRecord();
    }

    private static String body(Chunk chunk) {
        return new String(chunk.body(), 0, chunk.length(), StandardCharsets.UTF_8);
    }

    private static List<String> records(String body) throws IOException {
        JsonNode data = JSON.readTree(body).at("/data/attributes/data-source-records/data");
        List<String> records = new ArrayList<>();
        data.forEach(entry -> records.add(entry.at("/attributes/record").toString()));
        return records;
    }
}
