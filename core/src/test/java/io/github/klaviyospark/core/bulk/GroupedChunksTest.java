package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.ApiError;
import io.github.klaviyospark.core.client.Operation;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class GroupedChunksTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Grouping BY_OWNER = new Grouping("{\"owner\":", ",\"pets\":[", "]}", "/pets");

    private static final Target PETS = new Target();

    /** Pets below their owners, in requests that are each about one shop. */
    private static final class Target implements BulkTarget {

        private static final long serialVersionUID = 1L;

        @Override
        public Operation operation() {
            return ObjectRecordDeletes.OPERATION;
        }

        @Override
        public ChunkLimits limits() {
            return new ChunkLimits(1_000, 1_000_000, 1_000_000);
        }

        @Override
        public String recordsPointer() {
            return "/owners";
        }

        @Override
        public Optional<Grouping> grouping() {
            return Optional.of(BY_OWNER);
        }
    }

    private static Envelope shop(int number) {
        return Envelope.of("{\"shop\":" + number + ",\"owners\":[", "]}");
    }

    private record Pet(int shop, int owner, int number, int size) {

        String json() {
            return "{\"n\":%d,\"b\":\"%s\"}".formatted(number, "x".repeat(size));
        }

        byte[] group() {
            return ("\"o" + owner + "\"").getBytes(StandardCharsets.UTF_8);
        }
    }

    private static List<Chunk> pack(List<Pet> pets, ChunkLimits limits, boolean reuses) throws IOException {
        Chunker chunker = new Chunker(PETS, limits);
        List<Chunk> chunks = new ArrayList<>();
        for (Pet pet : pets) {
            keep(chunker.turnTo(shop(pet.shop())), chunks, chunker, reuses);
            OutputStream out = chunker.beginRecord(pet.group());
            out.write(pet.json().getBytes(StandardCharsets.UTF_8));
            keep(chunker.endRecord(), chunks, chunker, reuses);
        }
        keep(chunker.flush(), chunks, chunker, reuses);
        return chunks;
    }

    private static void keep(Chunk chunk, List<Chunk> chunks, Chunker chunker, boolean reuses) {
        if (chunk == null) {
            return;
        }
        Chunk own = chunk.only(IntStream.range(0, chunk.records()).toArray());
        assertThat(Arrays.copyOf(own.body(), own.length())).isEqualTo(Arrays.copyOf(chunk.body(), chunk.length()));
        chunks.add(own);
        if (reuses) {
            Arrays.fill(chunk.body(), (byte) '#');
            chunker.release(chunk);
        }
    }

    private static String body(Chunk chunk) {
        return new String(chunk.body(), 0, chunk.length(), StandardCharsets.UTF_8);
    }

    @Test
    void putsNeighboursOfAGroupTogether() throws IOException {
        List<Chunk> chunks = pack(
                List.of(new Pet(1, 7, 1, 0), new Pet(1, 7, 2, 0), new Pet(1, 8, 3, 0), new Pet(1, 7, 4, 0)),
                PETS.limits(),
                false);

        assertThat(chunks).singleElement().extracting(GroupedChunksTest::body).isEqualTo("""
                {"shop":1,"owners":[\
                {"owner":"o7","pets":[{"n":1,"b":""},{"n":2,"b":""}]},\
                {"owner":"o8","pets":[{"n":3,"b":""}]},\
                {"owner":"o7","pets":[{"n":4,"b":""}]}]}""");
    }

    /** Whatever the limits are: nothing is lost or moved, no limit is broken, and no request could have held one more. */
    @Property(tries = 500)
    void packsAllOfThemInOrderAndFull(
            @ForAll @Size(max = 80) List<@IntRange(min = 0, max = 999) Integer> seeds,
            @ForAll @IntRange(min = 1, max = 20) int most,
            @ForAll @IntRange(min = 300, max = 2_000) int bytes)
            throws IOException {
        List<Pet> pets = IntStream.range(0, seeds.size())
                .mapToObj(i -> new Pet(seeds.get(i) / 500, seeds.get(i) % 3, i, seeds.get(i) % 190))
                .toList();

        List<Chunk> chunks = pack(pets, new ChunkLimits(most, bytes, 1_000_000), true);

        List<Pet> found = new ArrayList<>();
        for (Chunk chunk : chunks) {
            assertThat(chunk.length()).isLessThanOrEqualTo(bytes);
            assertThat(chunk.records()).isBetween(1, most);
            List<Pet> inChunk = pets(JSON.readTree(body(chunk)));
            assertThat(inChunk).hasSize(chunk.records());
            for (int place = 0; place < chunk.records(); place++) {
                assertThat(new String(chunk.record(place), StandardCharsets.UTF_8))
                        .isEqualTo(inChunk.get(place).json());
                assertThat(pets(JSON.readTree(chunk.requestOf(place)))).containsExactly(inChunk.get(place));
            }
            found.addAll(inChunk);
        }
        assertThat(found).isEqualTo(pets);
        int at = 0;
        for (int i = 0; i + 1 < chunks.size(); i++) {
            int from = at;
            at += chunks.get(i).records();
            boolean isSameShop = pets.get(at).shop() == pets.get(from).shop();
            assertThat(chunks.get(i).records() == most || !isSameShop || alone(pets.subList(from, at + 1)) > bytes)
                    .isTrue();
        }
    }

    private static int alone(List<Pet> pets) throws IOException {
        return pack(pets, PETS.limits(), false).get(0).length();
    }

    private static List<Pet> pets(JsonNode document) {
        List<Pet> pets = new ArrayList<>();
        for (JsonNode owner : document.path("owners")) {
            for (JsonNode pet : owner.path("pets")) {
                pets.add(new Pet(
                        document.path("shop").asInt(),
                        Integer.parseInt(owner.path("owner").asText().substring(1)),
                        pet.path("n").asInt(),
                        pet.path("b").asText().length()));
            }
        }
        return pets;
    }

    @Test
    void takesPartsOut() throws IOException {
        Chunk chunk = pack(
                        List.of(new Pet(1, 7, 1, 0), new Pet(1, 7, 2, 0), new Pet(1, 8, 3, 0), new Pet(1, 8, 4, 0)),
                        PETS.limits(),
                        false)
                .get(0);

        assertThat(body(chunk.only(new int[] {1, 3}))).isEqualTo("""
                {"shop":1,"owners":[\
                {"owner":"o7","pets":[{"n":2,"b":""}]},\
                {"owner":"o8","pets":[{"n":4,"b":""}]}]}""");
    }

    @Test
    void knowsWhomAPointerMeans() throws IOException {
        Chunk chunk = pack(List.of(new Pet(1, 7, 1, 0), new Pet(1, 7, 2, 0), new Pet(1, 8, 3, 0)), PETS.limits(), false)
                .get(0);
        BlamedRecords blame = new BlamedRecords(PETS);

        assertThat(blame.places(at("/owners/0/pets/1/b"), chunk)).containsExactly(1);
        assertThat(blame.places(at("/owners/1/pets/0"), chunk)).containsExactly(2);
        assertThat(blame.places(at("/owners/0/owner"), chunk)).containsExactly(0, 1);
        assertThat(blame.places(at("/owners/2/pets/0"), chunk)).isEmpty();
        assertThat(blame.places(at("/owners"), chunk)).isEmpty();
    }

    private static ApiError at(String pointer) {
        return new ApiError("invalid", null, null, pointer, null);
    }

    @Test
    void refusesARecordThatDoesNotFitBesideItsGroup() throws IOException {
        Chunker chunker = new Chunker(PETS, new ChunkLimits(10, 300, 1_000_000));
        chunker.turnTo(shop(1));
        byte[] group = ("\"" + "g".repeat(200) + "\"").getBytes(StandardCharsets.UTF_8);
        OutputStream out = chunker.beginRecord(group);

        assertThatThrownBy(() -> out.write(new byte[60])).isInstanceOf(OversizeRecordException.class);
        chunker.dropRecord();
        assertThat(chunker.flush()).isNull();
    }

    @Test
    void needsAnEnvelope() {
        Chunker chunker = new Chunker(PETS, PETS.limits());

        assertThatThrownBy(chunker::beginRecord)
                .isInstanceOf(NullPointerException.class)
                .hasMessage("An envelope comes before the first record.");
    }
}
