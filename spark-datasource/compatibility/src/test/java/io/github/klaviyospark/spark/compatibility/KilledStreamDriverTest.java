package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream into Klaviyo that another process goes on with. */
class KilledStreamDriverTest {

    private static final String KEY = "pk_93d0b7aa41e65c28";
    private static final List<String> VERSIONS = List.of("a", "b", "c");
    private static final int ROWS = 2_000;
    private static final int WRITERS = 2;
    private static final int CHUNK = 50;
    private static final Pattern RECEIPT = Pattern.compile("\\d{10}-[0-9a-f]{32}-a(\\d+)-.*");

    @TempDir
    private Path folder;

    private EmulatorProcess klaviyo;
    private String source;

    @BeforeEach
    void start() throws IOException {
        klaviyo = new EmulatorProcess(KEY);
        source = klaviyo.createDataSource("streamed");
        for (int file = 0; file < VERSIONS.size(); file++) {
            StreamJob.arrive(in(), file, ROWS, VERSIONS.get(file));
        }
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private Path in() {
        return folder.resolve("in");
    }

    private Path checkpoint() {
        return folder.resolve("checkpoint");
    }

    private Map<String, String> options() throws IOException {
        Map<String, String> options = new HashMap<>();
        options.put("endpoint", klaviyo.endpoint());
        options.put("apiKeySource", "file:" + Files.writeString(folder.resolve("key"), KEY));
        options.put("dataSource", source);
        options.put("idField", "id");
        options.put("writers", Integer.toString(WRITERS));
        options.put("chunkRecords", Integer.toString(CHUNK));
        options.put("quotaLimits", "10000/1s");
        options.put("checkpointLocation", checkpoint().toUri().toString());
        return options;
    }

    @Test
    @Timeout(600)
    void goesOnInAnotherProcessWhereAKilledDriverLeftOff() throws Exception {
        // In the middle of the second epoch.
        int rows = ROWS * 3 / 2;
        KilledDriver.holdAfter(rows / CHUNK, klaviyo);
        Process driver = StreamJob.start(folder.resolve("first"), "local-cluster[2,1,1024]", in(), options());
        KilledDriver killed = KilledDriver.afterRows(rows, driver, klaviyo);
        klaviyo.clearFaults();
        assertThat(checkpoint().resolve("commits/1"))
                .as("the epoch in which it was killed")
                .doesNotExist();
        long settled = accepted(epochs().resolve("1"));

        try (SparkSession spark = Sessions.local(folder.resolve("second"), "local[2]")) {
            StreamingQueryProgress[] progress = StreamJob.run(spark, in(), options());

            List<EmulatorProcess.Entry> ledger = klaviyo.ledger(source);
            int all = VERSIONS.size() * ROWS;
            System.out.println(
                    "Killed the driver of a stream at " + killed.before() + " to " + killed.after() + " rows, "
                            + settled + " of its epoch with receipts; records sent twice: " + (ledger.size() - all));
            assertThat(killed.before()).isBetween(ROWS + 1L, 2L * ROWS);
            assertThat(ledger.stream().map(EmulatorProcess.Entry::record).distinct())
                    .hasSize(all);
            assertThat(lastById(ledger)).isEqualTo(expected());
            assertThat(ledger.size() - all).isLessThanOrEqualTo(WRITERS * CHUNK);
            Map<String, String> metrics = progress[progress.length - 1].sink().metrics();
            assertThat(metrics)
                    .containsEntry("skipped", Long.toString(settled))
                    .containsEntry("rows", Long.toString(ledger.size() - killed.after()));
            assertThat(settled).isPositive();
            assertThat(progress[progress.length - 1].sink().numOutputRows()).isEqualTo(ROWS);
            assertThat(filesWithKey()).isEmpty();
        }
    }

    private List<Path> filesWithKey() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path file : RunFolder.files(folder)) {
            if (!file.equals(folder.resolve("key"))
                    && Files.readString(file, StandardCharsets.ISO_8859_1).contains(KEY)) {
                files.add(file);
            }
        }
        return files;
    }

    private Path epochs() throws IOException {
        try (Stream<Path> queries = Files.list(checkpoint().resolve("klaviyo"))) {
            return queries.findFirst().orElseThrow().resolve("epochs");
        }
    }

    /** Rows that the receipts of an epoch stand for. */
    private static long accepted(Path epoch) throws IOException {
        long accepted = 0;
        for (Path receipt : RunFolder.files(epoch.resolve("receipts"))) {
            Matcher name = RECEIPT.matcher(receipt.getFileName().toString());
            assertThat(name.matches()).isTrue();
            accepted += Long.parseLong(name.group(1));
        }
        return accepted;
    }

    private static Map<Long, String> lastById(List<EmulatorProcess.Entry> ledger) {
        Map<Long, String> last = new HashMap<>();
        ledger.forEach(entry -> last.put(Chunks.id(entry.record()), entry.record()));
        return last;
    }

    private static Map<Long, String> expected() {
        Map<Long, String> values = new HashMap<>();
        for (long id = 0; id < ROWS; id++) {
            values.put(id, StreamJob.row(id, VERSIONS.get(VERSIONS.size() - 1)));
        }
        return values;
    }
}
