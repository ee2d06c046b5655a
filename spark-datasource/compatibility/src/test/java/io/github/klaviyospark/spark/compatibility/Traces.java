package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.util.QueryExecutionListener;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.slf4j.LoggerFactory;

/**
 * The texts that runs leave behind, by the places where they were found: logs, event logs, plans, exceptions. To show that
 * they are looked through, a text is planted in each kind of place and has to be found.
 */
final class Traces {

    private final Map<String, String> places = new ConcurrentSkipListMap<>();
    private final String planted;

    Traces(String planted) {
        this.planted = planted;
    }

    /** Keeps the plans of what a session is about to run, and plants. */
    void follow(SparkSession spark) {
        spark.listenerManager().register(new PlanListener());
        LoggerFactory.getLogger("io.github.klaviyospark.planted").info("A key: {}", planted);
        Dataset<Row> rows = spark.range(3).selectExpr("concat('" + planted + "', id) AS s");
        rows.collectAsList();
        keep("explain planted", rows.queryExecution().toString());
        fails("planted", () -> {
            throw new IllegalStateException("nested", new IOException("with " + planted));
        });
    }

    void keep(String place, String text) {
        places.put(place, text);
    }

    void keep(String place, Path file) {
        try {
            keep(place, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Keeps all files below a folder, and their names.
     *
     * @param place what the names of these places begin with
     */
    void keepFiles(String place, Path below) throws IOException {
        for (Path file : RunFolder.files(below)) {
            String name = below.relativize(file).toString();
            keep(place + " " + name, name + "\n" + Files.readString(file, StandardCharsets.ISO_8859_1));
        }
    }

    /** Runs what has to fail, and keeps all that its exception says. */
    void fails(String what, ThrowingCallable run) {
        Throwable failure = catchThrowable(run);
        assertThat(failure).as(what).isNotNull();
        keep("exception " + what, stackTrace(failure));
    }

    /**
     * Keeps what the runs have written. To be called when the session has ended.
     *
     * @param folder the folder of the session
     */
    void collect(Path folder) throws IOException {
        keep("log", Path.of(System.getProperty("build.folder"), "spark.log"));
        try (Stream<Path> events = Files.walk(folder.resolve("events"))) {
            events.filter(Files::isRegularFile).forEach(file -> keep("event log " + file.getFileName(), file));
        }
        assertThat(placesWith(planted))
                .as("places where the planted key is found")
                .contains("log", "exception planted", "explain planted")
                .anyMatch(place -> place.startsWith("event log"));
        assertThat(places.keySet())
                .filteredOn(place -> place.startsWith("plan"))
                .hasSizeGreaterThan(3);
    }

    /** Only names of places: what failed assertions print must not hold a key either. */
    List<String> placesWith(String text) {
        return places.entrySet().stream()
                .filter(place -> place.getValue().contains(text))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those names of places that hold a text. */
    List<String> namesWith(String text) {
        return places.keySet().stream().filter(place -> place.contains(text)).toList();
    }

    /** The parts of all places that a pattern finds. */
    List<String> parts(Pattern pattern) {
        return places.values().stream()
                .flatMap(text -> pattern.matcher(text).results())
                .map(found -> found.group())
                .toList();
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Keeps the plans of what was run, in the form that user interfaces show. */
    private final class PlanListener implements QueryExecutionListener {

        @Override
        public void onSuccess(String function, QueryExecution query, long nanos) {
            keepPlan(query);
        }

        @Override
        public void onFailure(String function, QueryExecution query, Exception failure) {
            keepPlan(query);
        }

        private void keepPlan(QueryExecution query) {
            String text = text(query);
            if (!text.contains(planted)) {
                keep("plan " + places.size(), text);
            }
        }

        // A plan that could not be made cannot be shown either, and says so by what it throws.
        private String text(QueryExecution query) {
            try {
                return query.toString();
            } catch (RuntimeException e) {
                return stackTrace(e);
            }
        }
    }
}
