package io.github.klaviyospark.spark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiptsTest {

    private static final String HASH = "0123456789abcdef0123456789abcdef";
    private static final String OTHER = "fedcba9876543210fedcba9876543210";

    @TempDir
    private Path path;

    private Folder folder;

    @BeforeEach
    void open() {
        folder = Folder.of(path.toUri().toString(), new Configuration()).folder("00000");
    }

    private static ChunkFacts facts(long ordinal, String hash) {
        return new ChunkFacts(ordinal, hash, 498, 2, 17, 39_123, 3, "0badcafe");
    }

    @Test
    void findsWhatAnEarlierAttemptLeft() throws IOException {
        Receipts.in(folder, true, true).add(facts(7, HASH));

        Receipts receipts = Receipts.in(folder, true, true);

        assertThat(receipts.find(7, HASH)).contains(facts(7, HASH));
        assertThat(receipts.find(8, HASH)).isEmpty();
    }

    @Test
    void leavesNothingButEmptyFiles() throws IOException {
        Receipts.in(folder, true, true).add(facts(7, HASH));

        try (Stream<Path> files = Files.walk(path).filter(Files::isRegularFile)) {
            assertThat(files).singleElement().satisfies(file -> {
                assertThat(file.getFileName()).hasToString("0000000007-" + HASH + "-a498-d2-s17-b39123-r3-0badcafe");
                assertThat(file).isEmptyFile();
            });
        }
    }

    @Test
    void removesAReceiptOfOtherContentBeforeTheChunkIsSent() throws IOException {
        Receipts.in(folder, true, true).add(facts(7, OTHER));

        assertThat(Receipts.in(folder, true, true).find(7, HASH)).isEmpty();

        assertThat(folder.names()).isEmpty();
    }

    @Test
    void trustsNoneOfTwoReceiptsWithDifferentContent() throws IOException {
        Receipts writer = Receipts.in(folder, true, true);
        writer.add(facts(7, HASH));
        writer.add(facts(7, OTHER));

        assertThat(Receipts.in(folder, true, true).find(7, HASH)).isEmpty();

        assertThat(folder.names()).isEmpty();
    }

    @Test
    void takesEitherOfTwoReceiptsForTheSameContent() throws IOException {
        Receipts writer = Receipts.in(folder, true, true);
        writer.add(facts(7, HASH));
        writer.add(new ChunkFacts(7, HASH, 498, 2, 17, 39_123, 4, "00000001"));

        assertThat(Receipts.in(folder, true, true).find(7, HASH)).isPresent();
    }

    /** Rows have moved between chunks: later receipts may stand for rows that are sent now, in another version. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removesLaterReceiptsWhenTheContentIsAnother(boolean isOrdered) throws IOException {
        Receipts writer = Receipts.in(folder, isOrdered, true);
        writer.add(facts(6, HASH));
        writer.add(facts(7, OTHER));
        writer.add(facts(8, HASH));
        writer.add(facts(9, HASH));

        Receipts receipts = Receipts.in(folder, isOrdered, true);
        assertThat(receipts.find(6, HASH)).isPresent();
        assertThat(receipts.find(7, HASH)).isEmpty();

        assertThat(folder.names()).containsExactly(facts(6, HASH).name());
        assertThat(receipts.find(8, HASH)).isEmpty();
    }

    /** What is behind a chunk that is sent again must come after it, where order matters. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removesLaterReceiptsBehindAGapWhenOrderMatters(boolean isOrdered) throws IOException {
        Receipts.in(folder, isOrdered, true).add(facts(8, HASH));

        Receipts receipts = Receipts.in(folder, isOrdered, true);
        assertThat(receipts.find(7, HASH)).isEmpty();

        assertThat(receipts.find(8, HASH).isPresent()).isEqualTo(!isOrdered);
    }

    /** A job holds the rows that its chunk held: waiting for it would settle others, or rows that are out of date. */
    @Test
    void forgetsTheJobsOfLaterChunksWithTheirReceipts() throws IOException {
        OpenChunk job = new OpenChunk(8, HASH, "J1");
        Receipts writer = Receipts.in(folder, true, true);
        writer.add(facts(7, OTHER));
        writer.add(job);
        assertThat(laterJob(true)).as("as long as all is as it was").contains(job);

        Receipts receipts = Receipts.in(folder, true, true);
        assertThat(receipts.find(7, HASH)).isEmpty();

        assertThat(receipts.open(8, HASH)).isEmpty();
        assertThat(laterJob(true)).isEmpty();
        assertThat(folder.names()).isEmpty();
    }

    /** What must not be sent twice is waited for, whatever comes before it. */
    @Test
    void keepsTheJobsOfChunksThatMustNotBeSentTwice() throws IOException {
        OpenChunk job = new OpenChunk(8, HASH, "J1");
        Receipts.in(folder, true, false).add(job);

        Receipts receipts = Receipts.in(folder, true, false);
        assertThat(receipts.find(7, HASH)).isEmpty();
        receipts.removeRest();

        assertThat(laterJob(false)).contains(job);
    }

    private Optional<OpenChunk> laterJob(boolean isRepeatable) throws IOException {
        Receipts receipts = Receipts.in(folder, false, isRepeatable);
        assertThat(receipts.find(8, HASH)).isEmpty();
        return receipts.open(8, HASH);
    }

    @Test
    void givesAChunkToOneOfTwoAttemptsAndTellsTheOtherHowItEnded() throws IOException {
        Receipts one = Receipts.in(folder, false, false);
        Receipts other = Receipts.in(folder, false, false);

        assertThat(one.claim(7)).isTrue();
        assertThat(other.claim(7)).isFalse();
        assertThat(other.claim(8)).isTrue();
        assertThat(other.lately(7, HASH)).isEmpty();
        one.add(facts(7, HASH));

        assertThat(other.lately(7, HASH)).contains(facts(7, HASH));
        assertThat(other.lately(7, OTHER)).isEmpty();
    }

    @Test
    void givesAChunkAgainThatWasGivenBack() throws IOException {
        Receipts.in(folder, false, false).claim(7);
        Receipts.in(folder, false, false).unclaim(7);

        assertThat(Receipts.in(folder, false, false).claim(7)).isTrue();
    }

    @Test
    void removesThoseOfChunksThatThereAreNoLonger() throws IOException {
        Receipts writer = Receipts.in(folder, true, true);
        writer.add(facts(7, HASH));
        writer.add(facts(8, HASH));

        Receipts receipts = Receipts.in(folder, true, true);
        receipts.find(7, HASH);
        receipts.removeRest();

        assertThat(folder.names()).containsExactly(facts(7, HASH).name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000007-0123456789abcdef0123456789abcdef-a498-d2-s17-b39123",
                "0000000007-0123456789abcdef-a498-d2-s17-b39123-r3-0badcafe",
                "_0000000007-0123456789abcdef0123456789abcdef-a498-d2-s17-b39123-r3-0badcafe",
                "0000000007-0123456789abcdef0123456789abcdef-a498-d2-s17-b39123-r3-0badcafe.tmp",
                ".0000000007-0123456789abcdef0123456789abcdef-a498-d2-s17-b39123-r3-0badcafe.crc",
                "something else"
            })
    void skipsNothingForANameThatIsNotWhole(String name) throws IOException {
        folder.mark(name);

        assertThat(Receipts.in(folder, true, true).find(7, HASH)).isEmpty();
    }

    @Test
    void readsTheLargestFigures() {
        ChunkFacts largest = new ChunkFacts(
                9_999_999_999L,
                HASH,
                999_999_999,
                999_999_999,
                999_999_999_999L,
                999_999_999_999L,
                999_999_999,
                "ffffffff");

        assertThat(ChunkFacts.parse(largest.name())).isEqualTo(Optional.of(largest));
    }

    @Test
    void loadsAHundredThousand() throws IOException {
        Path local = Files.createDirectories(path.resolve("00000"));
        for (int i = 0; i < 100_000; i++) {
            Files.createFile(local.resolve(facts(i, HASH).name()));
        }

        long began = System.nanoTime();
        Receipts receipts = Receipts.in(folder, true, true);
        assertThat(receipts.find(0, HASH)).isPresent();
        System.out.printf("100,000 receipts loaded in %.2f s%n", (System.nanoTime() - began) / 1e9);

        assertThat(receipts.find(99_999, HASH)).isPresent();
    }

    @Test
    void addsUpWhatARunHasDone() throws IOException {
        Run run = Run.begin(
                path.toUri().toString(),
                "a-run",
                new RunSettings(1, "http://127.0.0.1:1", "01", "struct<id:int>", java.util.Map.of()),
                java.time.Instant.EPOCH,
                new Configuration());
        run.receipts(0, true, true).add(facts(0, HASH));
        run.receipts(3, true, true).add(facts(0, OTHER));
        run.failed(0, 12, new AttemptFacts(1, 2, 3, 4, 5, 6));
        run.failed(3, 13, new AttemptFacts(10, 20, 30, 40, 50, 60));

        assertThat(run.progress()).isEqualTo(new Run.Progress(2, 996, 4, 34, 6));
        assertThat(run.failed()).isEqualTo(new AttemptFacts(11, 22, 33, 44, 55, 66));
        assertThat(List.of(run.progress().rows())).containsExactly(1_034L);
    }
}
