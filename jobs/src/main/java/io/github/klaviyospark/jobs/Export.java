package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.time.Clock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One collection on its way to an output. */
final class Export {

    private static final Logger LOG = LoggerFactory.getLogger(Export.class);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    // Whoever told the job to stop does not wait long.
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(1);

    private final String path;
    private final OutputSpec output;
    private final OptionalLong limit;
    private final Clock clock = Clock.system();

    Export(String path, OutputSpec output, OptionalLong limit) {
        this.path = path;
        this.output = output;
        this.limit = limit;
    }

    /**
     * Writes the rows. When that breaks off it says what is left at the output.
     *
     * @param query gives the rows for options of the format
     */
    void write(
            SparkSession spark,
            Function<Map<String, String>, Dataset<Row>> query,
            Map<String, String> options,
            JobReport job,
            PrintWriter out)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("klaviyo-report", ".json");
        Map<String, String> reported = new LinkedHashMap<>(options);
        // Hadoop does not decode what a URI of Java encodes.
        reported.put("reportPath", "file://" + file);
        boolean isDone = false;
        try (Stopping.Moving moving = Stopping.moving(spark);
                TaskFigures tasks = TaskFigures.listen(spark.sparkContext());
                Progress progress = Progress.start(path, new ReadSteps(tasks, limit, clock), out)) {
            moving.check();
            OutputSpec.Written written = output.write(query.apply(reported), clock);
            isDone = true;
            progress.done(written.rows());
            job.put("rows", written.rows());
            out.println(output.table(written));
        } finally {
            // Spark throws checked exceptions that it does not declare, so they cannot be caught by name.
            if (!isDone) {
                out.println(left(spark));
                out.flush();
            }
            JsonNode read = read(file, isDone ? PATIENCE : LAST_PATIENCE);
            if (read.isObject()) {
                job.put("read", read);
            }
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
        }
    }

    /** Spark tells of the end of a query a moment after it, and only then the connector writes its report. */
    private JsonNode read(Path file, Duration patience) throws IOException, InterruptedException {
        long start = clock.nanoTime();
        while (true) {
            JsonNode read = JSON.missingNode();
            try {
                read = JSON.readTree(Files.readAllBytes(file));
            } catch (JsonProcessingException e) {
                // It is being written at this moment: the next look will tell.
                LOG.debug("The report of the read is not whole so far.", e);
            }
            if (read.isObject() || clock.nanoTime() - start > patience.toNanos()) {
                return read;
            }
            clock.sleep(LOOK);
        }
    }

    private String left(SparkSession spark) {
        String again =
                " An export cannot be continued: give the same command again, with --mode overwrite where something is"
                        + " there already.";
        if (output.folder() == null) {
            return "The export was not finished. What it left in " + output.name()
                    + " is for that format or catalog to say." + again;
        }
        try {
            org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(output.folder());
            FileStatus[] found = folder.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .listStatus(folder);
            long files = Arrays.stream(found)
                    .map(status -> status.getPath().getName())
                    .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                    .count();
            return "The export was not finished. There are " + Table.count(files) + " files in " + output.folder()
                    + "; a whole one has _SUCCESS beside them." + again;
        } catch (FileNotFoundException e) {
            return "The export was not finished, and nothing is left at " + output.folder() + ".";
        } catch (IOException e) {
            return "The export was not finished. What is left in " + output.folder() + " cannot be seen: "
                    + e.getMessage() + "." + again;
        }
    }
}
