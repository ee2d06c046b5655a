package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The receipts of one writer in a run, on the local disk; an operation is all of them. 100,000 chunks of 500 records are
 * fifty million rows, for which the quota of the bulk endpoint takes 111 hours.
 *
 * <p>The limits are as many empty files of these names, made without Hadoop, and the listing of their folder.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class KeepReceipts {

    /**
     * Receipts that are written, of all chunks of a new run; once, since it takes minutes. Hadoop probably starts a process to set the
     * permissions of each local file where it has no native library, and that is nearly all of it.
     */
    @Benchmark
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    public void connectorWrites(Begun begun) throws IOException {
        begun.runs.write();
    }

    /** The limit of writing. */
    @Benchmark
    public void filesAreMade(Begun begun) throws IOException {
        begun.runs.writePlain();
    }

    /** Receipts that are read by a task that runs again, and found one by one. */
    @Benchmark
    public int connectorFinds(BrokenOff brokenOff) throws IOException {
        return brokenOff.runs.find(true);
    }

    /** The same for what must not be sent twice, where a plan of each chunk lies beside its receipt. */
    @Benchmark
    public int connectorFindsPlanned(BrokenOffWithPlans brokenOff) throws IOException {
        return brokenOff.runs.find(false);
    }

    /** The limit of finding. */
    @Benchmark
    public int filesAreListed(BrokenOff brokenOff) throws IOException {
        return brokenOff.runs.listPlain();
    }

    /** A run that begins. */
    @State(Scope.Thread)
    public static class Begun {

        /** How many receipts. */
        @Param("100000")
        public int receipts;

        private Runs runs;

        /** Makes the run. */
        @Setup(Level.Iteration)
        public void prepare() throws IOException {
            runs = new Runs(receipts);
        }

        /** Looks whether all receipts are there, and removes them. */
        @TearDown(Level.Iteration)
        public void remove() throws IOException {
            runs.check();
            runs.delete();
        }
    }

    /** A run whose receipts are all there. */
    @State(Scope.Thread)
    public static class BrokenOff {

        /** How many receipts. */
        @Param("100000")
        public int receipts;

        private Runs runs;

        /** Makes the run. */
        @Setup
        public void prepare() throws IOException {
            runs = new Runs(receipts);
            runs.lay();
            runs.writePlain();
        }

        /** Looks whether all receipts are still there, and removes them. */
        @TearDown
        public void remove() throws IOException {
            runs.check();
            runs.delete();
        }
    }

    /** A run whose receipts and plans are all there. */
    @State(Scope.Thread)
    public static class BrokenOffWithPlans {

        /** How many receipts. */
        @Param("100000")
        public int receipts;

        private Runs runs;

        /** Makes the run. */
        @Setup
        public void prepare() throws IOException {
            runs = new Runs(receipts);
            runs.lay();
            runs.layPlans();
        }

        /** Looks whether all receipts are still there, and removes them. */
        @TearDown
        public void remove() throws IOException {
            runs.check();
            runs.delete();
        }
    }

    private static final class Runs {

        private final List<ChunkFacts> facts = new ArrayList<>();
        private final Path folder = Files.createTempDirectory("receipts");
        private final Path plain = folder.resolve("plain");
        private final Run run;

        private Runs(int receipts) throws IOException {
            for (int i = 0; i < receipts; i++) {
                String hash = "%032x".formatted(i * 0x9E3779B97F4A7C15L);
                facts.add(new ChunkFacts(i, hash, 500, 0, 0, 123_456, 1, "0000000f"));
            }
            RunSettings settings = new RunSettings(1, "https://klaviyo.example.net", "benchmark", "a STRING", Map.of());
            run = Run.begin(folder.toString(), "benchmark", settings, Instant.EPOCH, new Configuration());
        }

        private Receipts receipts(boolean isRepeatable) {
            return run.receipts(0, false, isRepeatable);
        }

        private void write() throws IOException {
            Receipts kept = receipts(true);
            for (ChunkFacts chunk : facts) {
                kept.add(chunk);
            }
        }

        /** Makes files as Hadoop does, each with one of its checksum, without what that takes it. */
        private void lay() throws IOException {
            for (ChunkFacts chunk : facts) {
                lay(chunk.name());
            }
        }

        private void layPlans() throws IOException {
            for (ChunkFacts chunk : facts) {
                lay(new PlannedChunk(chunk.ordinal(), chunk.hash()).name());
            }
        }

        private void lay(String name) throws IOException {
            Path receipts = Files.createDirectories(folder.resolve("benchmark/receipts/00000"));
            Files.createFile(receipts.resolve(name));
            Files.createFile(receipts.resolve("." + name + ".crc"));
        }

        private int find(boolean isRepeatable) throws IOException {
            Receipts kept = receipts(isRepeatable);
            int found = 0;
            for (ChunkFacts chunk : facts) {
                found += kept.find(chunk.ordinal(), chunk.hash()).orElseThrow().accepted();
            }
            return found;
        }

        private void writePlain() throws IOException {
            Files.createDirectory(plain);
            for (ChunkFacts chunk : facts) {
                Files.createFile(plain.resolve(chunk.name()));
            }
        }

        private int listPlain() throws IOException {
            int length = 0;
            try (Stream<Path> files = Files.list(plain)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    length += file.getFileName().toString().length();
                }
            }
            return length;
        }

        private void check() throws IOException {
            boolean isWhole = Files.exists(plain) || run.progress().chunks() == facts.size();
            if (!isWhole) {
                throw new IllegalStateException(
                        "There are receipts of " + run.progress().chunks() + " chunks only.");
            }
        }

        private void delete() throws IOException {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                    Files.delete(file);
                }
            }
        }
    }
}
