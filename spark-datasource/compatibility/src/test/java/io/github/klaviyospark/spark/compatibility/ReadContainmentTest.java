package io.github.klaviyospark.spark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looks for the key, and for the person that a read is about, everywhere that it leaves text behind. */
class ReadContainmentTest {

    private static final String VARIABLE = "CONTAINED_KLAVIYO_KEY";
    private static final String KEY = System.getenv(VARIABLE);
    /** Given as {@code apiKey}, which Spark shows in plans and the connector warns of. */
    private static final String UNHIDDEN = "pk_58d1c7e90f3ab6247ce1";

    private static final String PLANTED = "pk_e07b5d2f9186a3c4d0f8";
    private static final String PERSON = "zanzibar.0815@shop.example.net";

    /** What is ours of a plan. Spark's own nodes repeat what was compared with, and so do its logs. */
    private static final Pattern DESCRIPTION = Pattern.compile("klaviyo profiles .*?quota=\\S+");

    private static final Pattern LOGGED = Pattern.compile("(?m)^\\S+ [A-Z]+ io\\.github\\.klaviyospark\\..*$");

    @TempDir
    private Path folder;

    private final Traces traces = new Traces(PLANTED);

    @Test
    @Timeout(300)
    void showsNeitherTheKeyNorThePerson() throws IOException {
        assertThat(Pattern.compile("(?i)secret|password|token|access[.]?key|url")
                        .matcher(KEY)
                        .find())
                .as("Spark hides this key by itself, so the test would prove nothing")
                .isFalse();

        try (EmulatorProcess klaviyo = new EmulatorProcess(KEY, "--profiles", "250");
                SparkSession spark = Sessions.local(folder, "local[2]")) {
            klaviyo.addProfiles(List.of("{\"attributes\":{\"email\":\"" + PERSON + "\",\"external_id\":\"z\"}}"));
            traces.follow(spark);
            goodReads(spark, klaviyo);
            failedReads(spark, klaviyo);
        }
        traces.collect(folder);

        assertThat(traces.placesWith(KEY)).isEmpty();
        assertThat(traces.placesWith(UNHIDDEN)).allMatch(place -> place.startsWith("plan"));
        assertThat(traces.placesWith("Option apiKey is shown by Spark")).contains("log");

        assertThat(traces.placesWith(PERSON))
                .noneMatch(place -> place.startsWith("exception") || place.equals("explain of another"));
        assertThat(traces.parts(DESCRIPTION))
                .anyMatch(text -> text.contains("filter=equals(email,"))
                .anyMatch(text -> text.contains("filter=any(email,"))
                .noneMatch(text -> text.contains("zanzibar"));
        assertThat(traces.parts(LOGGED))
                .anyMatch(line -> line.contains("Reading klaviyo profiles filter=equals(email,"))
                .noneMatch(line -> line.contains("zanzibar"));
    }

    private void goodReads(SparkSession spark, EmulatorProcess klaviyo) throws IOException {
        Path keyFile = Files.writeString(folder.resolve("key"), KEY);
        for (Map.Entry<String, String> key :
                Map.of("apiKeySource", "file:" + keyFile, "apiToken", KEY).entrySet()) {
            profiles(spark, klaviyo, Map.of(key.getKey(), key.getValue())).createOrReplaceTempView("people");
            findPerson(spark.sql("SELECT * FROM people WHERE email = '" + PERSON + "'"));
            findPerson(spark.sql("SELECT * FROM people WHERE email IN ('nobody@example.net', '" + PERSON + "')"));
            traces.keep(
                    "explain " + key.getKey(),
                    spark.sql("EXPLAIN EXTENDED SELECT id FROM people WHERE email = '" + PERSON + "'")
                            .collectAsList()
                            .toString());
        }

        Map<String, String> byVariable = Map.of("apiKeySource", "env:" + VARIABLE);
        assertThat(profiles(spark, klaviyo, byVariable).collectAsList()).hasSize(251);
        traces.keep(
                "explain of another",
                profiles(spark, klaviyo, byVariable)
                        .where("external_id = 'z'")
                        .queryExecution()
                        .toString());
        findPerson(reader(spark, klaviyo, byVariable)
                .option("filter", "equals(email,\"" + PERSON + "\")")
                .load("profiles"));

        try (EmulatorProcess other = new EmulatorProcess(UNHIDDEN, "--profiles", "5")) {
            assertThat(profiles(spark, other, Map.of("apiKey", UNHIDDEN)).collectAsList())
                    .hasSize(5);
        }
    }

    private static void findPerson(Dataset<Row> rows) {
        assertThat(rows.collectAsList()).singleElement().satisfies(row -> assertThat(row.<String>getAs("email"))
                .isEqualTo(PERSON));
    }

    private void failedReads(SparkSession spark, EmulatorProcess klaviyo) {
        fails("Klaviyo answered 401", spark, klaviyo, Map.of("apiToken", KEY.replace('3', '4')));
        fails("There is no option 'apiKeyy'", spark, klaviyo, Map.of("apiKeyy", KEY));
        fails("apiKeySource is no reference", spark, klaviyo, Map.of("apiKeySource", KEY));
        fails("The endpoint cannot be used", spark, klaviyo, keyAnd("endpoint", "http://" + KEY + "@127.0.0.1:1"));
        fails("ConnectException", spark, klaviyo, keyAnd("endpoint", "http://127.0.0.1:1"));
        fails("The filter cannot be read", spark, klaviyo, keyAnd("filter", "equals(email,\"" + PERSON + "\""));
        fails("The filter names 'title'", spark, klaviyo, keyAnd("filter", "equals(title,\"" + PERSON + "\")"));

        Map<String, String> options = keyAnd("requestTimeout", "1s");
        Map.of(
                        "Klaviyo answered 400",
                        "\"status\",\"status\":400",
                        "cut off or no JSON",
                        "\"cut\"",
                        "Connection reset",
                        "\"reset-before\"",
                        "text/html",
                        "\"html\"",
                        "links.next leads to the page",
                        "\"repeat-cursor\"",
                        "SocketTimeoutException",
                        "\"delay\",\"delay\":\"2s\"")
                .forEach((expected, kind) -> {
                    klaviyo.fault("{\"match\":\"GET /api/profiles\",\"kind\":" + kind + "}");
                    fails(expected, spark, klaviyo, options);
                    klaviyo.clearFaults();
                });
    }

    private static Map<String, String> keyAnd(String option, String value) {
        return Map.of("apiToken", KEY, option, value);
    }

    private void fails(String expected, SparkSession spark, EmulatorProcess klaviyo, Map<String, String> options) {
        traces.fails(expected, () -> profiles(spark, klaviyo, options)
                .where("email = '" + PERSON + "'")
                .collectAsList());
        assertThat(traces.placesWith(expected)).contains("exception " + expected);
    }

    private static Dataset<Row> profiles(SparkSession spark, EmulatorProcess klaviyo, Map<String, String> options) {
        return reader(spark, klaviyo, options).load("profiles");
    }

    private static DataFrameReader reader(SparkSession spark, EmulatorProcess klaviyo, Map<String, String> options) {
        return spark.read()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "1000/1s")
                .options(options);
    }
}
