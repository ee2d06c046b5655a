package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows into resources other than records: what becomes of them, and of the jobs that they make. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class TargetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMPORT = "POST /api/profile-bulk-import-jobs";
    private static final String ITEMS = "POST /api/catalog-item-bulk-create-jobs";

    @TempDir
    private Path folder;

    private KlaviyoEmulator klaviyo;

    @BeforeEach
    void start() throws IOException {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(20).seed(3).start();
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private DataFrameWriter<Row> write(Dataset<Row> rows) {
        return rows.write()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option("quotaLimits", "10000/1s")
                .option("reportPath", folder.resolve("report.json").toUri().toString())
                .mode("append");
    }

    private DataFrameWriter<Row> settingAside(Dataset<Row> rows) {
        return write(rows)
                .option("onInvalid", "deadLetter")
                .option("runPath", folder.resolve("runs").toUri().toString());
    }

    private JsonNode report() throws IOException {
        return JSON.readTree(folder.resolve("report.json").toFile());
    }

    private List<Row> letters(SparkSession spark) throws IOException {
        return spark.read()
                .schema("code STRING, title STRING, pointer STRING, reason STRING, row STRING")
                .json(report().path("deadLetters").asText())
                .collectAsList();
    }

    private static String message(Throwable failure) {
        Throwable told = failure;
        while (told.getCause() != null && told.getClass().getName().startsWith("org.apache.spark")) {
            told = told.getCause();
        }
        return told.getMessage();
    }

    private static Dataset<Row> people(SparkSession spark, int number) {
        return spark.range(0, number, 1, 4)
                .selectExpr(
                        "concat('p', id, '@shop.example.net') AS email", "concat('P', id) AS first_name", "id AS n");
    }

    private Stream<JsonNode> bodies(String operation) {
        return klaviyo.writes(operation).map(line -> {
            try {
                return JSON.readTree(line).path("body");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private long imported() {
        return bodies(IMPORT)
                .mapToLong(body -> body.at("/data/attributes/profiles/data").size())
                .sum();
    }

    @Test
    void oneMalformedProfileOfTenThousandSinksNoOther(SparkSession spark) throws IOException {
        klaviyo.fault(Fault.builder(IMPORT, Fault.Kind.POISON)
                .contains("p4711@shop")
                .pointers(true)
                .build());

        settingAside(people(spark, 10_000)).option("otherColumns", "properties").save("profiles");

        assertThat(imported()).isEqualTo(9_999);
        assertThat(report().path("accepted").asLong()).isEqualTo(9_999);
        assertThat(report().path("dead").asLong()).isEqualTo(1);
        Row letter = letters(spark).get(0);
        assertThat(letter.getString(2)).startsWith("/data/attributes/profiles/data/");
        assertThat(JSON.readTree(letter.getString(4)))
                .isEqualTo(JSON.readTree("{\"email\":\"p4711@shop.example.net\",\"first_name\":\"P4711\","
                        + "\"properties\":{\"n\":4711}}"));
        assertThat(klaviyo.stats(IMPORT).count()).isLessThanOrEqualTo(4);
    }

    @Test
    void oneProfileThatTheJobDoesNotTakeIsADeadLetterWithItsPointer(SparkSession spark) throws IOException {
        klaviyo.fault(
                Fault.builder(IMPORT, Fault.Kind.JOB_FAILS).records(17).times(1).build());

        settingAside(people(spark, 10_000))
                .option("otherColumns", "properties")
                .option("writers", "1")
                .save("profiles");

        assertThat(report().path("accepted").asLong()).isEqualTo(9_999);
        Row letter = letters(spark).get(0);
        assertThat(letter.getString(2)).startsWith("/data/attributes/profiles/data/17");
        assertThat(klaviyo.stats(IMPORT).count()).isEqualTo(1);
        String email = JSON.readTree(letter.getString(4)).path("email").asText();
        assertThat(spark.read()
                        .format("klaviyo")
                        .option("endpoint", klaviyo.endpoint())
                        .load("profiles")
                        .where("email LIKE 'p%@shop.example.net'")
                        .count())
                .isEqualTo(9_999);
        assertThat(email).endsWith("@shop.example.net");
    }

    @ParameterizedTest
    @CsvSource({"JOB_CANCELLED, job_cancelled", "JOB_EXPIRED, job_unknown", "JOB_NEVER_ENDS, job_unfinished"})
    void whatAJobLeavesInTheDarkIsNamed(Fault.Kind fate, String code, SparkSession spark) throws IOException {
        klaviyo.fault(Fault.builder(IMPORT, fate).times(1).build());

        settingAside(people(spark, 100).drop("n"))
                .option("chunkRecords", "25")
                .option("writers", "1")
                .option("maxJobWait", "1s")
                .save("profiles");

        assertThat(report().path("accepted").asLong()).isEqualTo(75);
        assertThat(report().path("dead").asLong()).isEqualTo(25);
        assertThat(letters(spark))
                .hasSize(25)
                .extracting(row -> row.getString(0))
                .containsOnly(code);
    }

    @Test
    void failuresOfAJobFailTheWriteWhereNothingIsSetAside(SparkSession spark) {
        klaviyo.fault(Fault.builder(IMPORT, Fault.Kind.JOB_FAILS).records(3).build());

        Throwable failure = catchThrowable(
                () -> write(people(spark, 10).drop("n")).option("writers", "1").save("profiles"));

        assertThat(message(failure))
                .startsWith("Klaviyo accepted a request of 10 records, and its job ")
                .contains(" did not take 1 of them. The first: ")
                .contains("Set onInvalid=deadLetter to have such rows set aside.");
    }

    private static Dataset<Row> items(SparkSession spark, int number) {
        return spark.range(0, number, 1, 3)
                .selectExpr(
                        "concat('sku-', id) AS external_id",
                        "'Tea' AS title",
                        "'Black tea' AS description",
                        "'https://shop.example.net/tea' AS url",
                        "id / 4 AS price");
    }

    private List<String> created() {
        return bodies(ITEMS)
                .flatMap(body -> body.at("/data/attributes/items/data").valueStream())
                .map(item -> item.at("/attributes/external_id").asText())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"RESET_AFTER, 0", "RESET_BEFORE, 0", "TRUNCATE, 0", "STATUS, 503", "HTML, 502"})
    void catalogsAreNeverSentTwiceAndTheReportNamesWhatIsInDoubt(Fault.Kind kind, int status, SparkSession spark)
            throws IOException {
        Fault.Builder fault = Fault.builder(ITEMS, kind).after(3).times(2);
        klaviyo.fault((status > 0 ? fault.status(status) : fault).build());

        settingAside(items(spark, 1_000)).save("catalog-items");

        assertThat(created()).doesNotHaveDuplicates();
        JsonNode report = report();
        assertThat(report.path("accepted").asLong()).isEqualTo(800);
        assertThat(report.path("dead").asLong()).isEqualTo(200);
        assertThat(report.at("/deadByReason/0/reason").asText())
                .isEqualTo("in_doubt, Nobody knows whether Klaviyo took it.");
        List<Row> letters = letters(spark);
        assertThat(letters).hasSize(200).extracting(row -> row.getString(0)).containsOnly("in_doubt");
        assertThat(letters)
                .extracting(row -> row.getString(4))
                .allMatch(row -> row.startsWith("{\"external_id\":\"sku-"));
    }

    @Test
    void aRunThatIsContinuedWaitsForTheJobsThatItMade(SparkSession spark) throws IOException {
        klaviyo.close();
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .jobLag(Duration.ofSeconds(3))
                .start();
        String runs = folder.resolve("runs").toUri().toString();
        Throwable failure = catchThrowable(() -> write(items(spark, 300))
                .option("runPath", runs)
                .option("idField", "external_id")
                .option("duplicates", "last")
                .option("writers", "1")
                .option("maxJobWait", "1s")
                .save("catalog-items"));
        assertThat(message(failure)).contains("The job has not ended within 1 s (maxJobWait).");
        long before = klaviyo.stats(ITEMS).count();
        assertThat(before).isPositive();

        write(items(spark, 300))
                .option("runPath", runs)
                .option("resume", report().path("run").asText())
                .save("catalog-items");

        assertThat(created()).hasSize(300).doesNotHaveDuplicates();
        assertThat(klaviyo.stats(ITEMS).count()).isEqualTo(3);
        assertThat(report().path("accepted").asLong() + report().path("skipped").asLong())
                .isEqualTo(300);
    }

    @Test
    void itemsThatExistAreErrorsOfTheirRows(SparkSession spark) throws IOException {
        write(items(spark, 5)).save("catalog-items");

        settingAside(items(spark, 8)).save("catalog-items");

        assertThat(report().path("accepted").asLong()).isEqualTo(3);
        assertThat(report().path("dead").asLong()).isEqualTo(5);
        assertThat(letters(spark)).allMatch(row -> row.getString(2).startsWith("/data/attributes/items/data/"));
    }

    @Test
    void findingBadRowsSendsNoneTwice(SparkSession spark) throws IOException {
        String codes = "POST /api/coupon-code-bulk-create-jobs";
        klaviyo.fault(Fault.builder(codes, Fault.Kind.POISON)
                .contains("BAD")
                .pointers(false)
                .build());

        settingAside(spark.range(0, 8, 1, 1)
                        .selectExpr("'10OFF' AS coupon_id", "concat(IF(id % 6 = 0, 'BAD', 'OK'), id) AS unique_code"))
                .option("idField", "unique_code")
                .option("duplicates", "last")
                .option("writers", "1")
                .save("coupon-codes");

        List<String> made = bodies(codes)
                .flatMap(body -> body.at("/data/attributes/coupon-codes/data").valueStream())
                .map(code -> code.at("/attributes/unique_code").asText())
                .toList();
        assertThat(made).containsExactlyInAnyOrder("OK1", "OK2", "OK3", "OK4", "OK5", "OK7");
        assertThat(report().path("accepted").asLong()).isEqualTo(6);
        assertThat(report().path("dead").asLong()).isEqualTo(2);
    }

    @Test
    void aRunDoesNotGoOnWithOtherRowsWhereNothingMayBeSentTwice(SparkSession spark) throws IOException {
        String runs = folder.resolve("runs").toUri().toString();
        klaviyo.fault(Fault.builder(ITEMS, Fault.Kind.STATUS)
                .status(403)
                .after(1)
                .times(1)
                .build());
        Dataset<Row> items = items(spark, 300);
        assertThat(catchThrowable(() -> write(items)
                        .option("runPath", runs)
                        .option("idField", "external_id")
                        .option("writers", "1")
                        .save("catalog-items")))
                .isNotNull();
        String run = report().path("run").asText();

        Throwable refused = catchThrowable(() -> write(items.where("external_id != 'sku-200'"))
                .option("runPath", runs)
                .option("resume", run)
                .save("catalog-items"));
        assertThat(message(refused)).contains("held other rows when the run began");
        write(items).option("runPath", runs).option("resume", run).save("catalog-items");

        assertThat(created()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void theLaterRowOfAnIdWinsWhateverItsRequestIs(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql("SELECT 'ada@shop.example.net' AS email, '" + list(1)
                + "' AS list_id, 'silver' AS title, 1 AS n UNION ALL SELECT 'ada@shop.example.net', '" + list(0)
                + "', 'gold', 2");
        for (String duplicates : List.of("keep", "last")) {
            klaviyo.reset();
            write(rows)
                    .option("idField", "email")
                    .option("orderField", "n")
                    .option("otherColumns", "properties")
                    .option("duplicates", duplicates)
                    .save("profiles");

            assertThat(spark.read()
                            .format("klaviyo")
                            .option("endpoint", klaviyo.endpoint())
                            .load("profiles")
                            .where("email = 'ada@shop.example.net'")
                            .head()
                            .<String>getAs("title"))
                    .isEqualTo("gold");
        }
    }

    @Test
    void streamsAreRefusedWhereNothingMayBeSentTwice(SparkSession spark) {
        Throwable failure = catchThrowable(() -> spark.readStream()
                .format("rate")
                .load()
                .selectExpr("'10OFF' AS coupon_id", "CAST(value AS STRING) AS unique_code")
                .writeStream()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .option(
                        "checkpointLocation",
                        folder.resolve("checkpoint").toUri().toString())
                .start("coupon-codes")
                .awaitTermination());

        assertThat(failure.getMessage()).contains("Rows for coupon-codes must not be sent twice");
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void speculationIsRefusedWhereNothingMayBeSentTwice(SparkSession spark) {
        spark.sparkContext().conf().set("spark.speculation", "true");
        try {
            assertThat(message(catchThrowable(() -> write(items(spark, 5)).save("catalog-items"))))
                    .isEqualTo("spark.speculation is on: copies of a task would send the same rows again, and rows for"
                            + " catalog-items must not be sent twice. Switch it off for this job.");
        } finally {
            spark.sparkContext().conf().remove("spark.speculation");
        }
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void eventsStandBelowTheirProfilesAThousandARequest(SparkSession spark) throws IOException {
        Dataset<Row> events = spark.range(0, 2_500, 1, 7)
                .selectExpr(
                        "concat('p', id % 50, '@shop.example.net') AS email",
                        "'Visited' AS metric",
                        "timestamp'2026-10-01 10:00:00' AS time",
                        "concat('visit-', id) AS unique_id",
                        "named_struct('page', id) AS properties");

        write(events.union(events.limit(100))).option("writers", "1").save("events");

        List<JsonNode> bodies = bodies("POST /api/event-bulk-create-jobs").toList();
        assertThat(bodies).hasSize(3);
        long groups = bodies.stream()
                .mapToLong(body ->
                        body.at("/data/attributes/events-bulk-create/data").size())
                .sum();
        assertThat(groups).isBetween(50L, 52L);
        List<String> sent = bodies.stream()
                .flatMap(body ->
                        body.at("/data/attributes/events-bulk-create/data").valueStream())
                .flatMap(group -> group.at("/attributes/events/data").valueStream())
                .map(event -> event.at("/attributes/unique_id").asText())
                .toList();
        assertThat(sent).hasSize(2_500).doesNotHaveDuplicates();
        assertThat(report().path("superseded").asLong()).isEqualTo(100);
    }

    @Test
    void consentShowsInProfiles(SparkSession spark) throws IOException {
        Dataset<Row> rows = people(spark, 30)
                .selectExpr(
                        "email",
                        "array('email') AS channels",
                        "true AS historical_import",
                        "timestamp'2026-01-05 10:00:00' AS consented_at",
                        "IF(n % 2 = 0, NULL, '" + list(0) + "') AS list_id");

        write(rows).option("writers", "1").save("subscriptions");

        assertThat(bodies("POST /api/profile-subscription-bulk-create-jobs")).hasSize(2);
        assertThat(spark.read()
                        .format("klaviyo")
                        .option("endpoint", klaviyo.endpoint())
                        .load("profiles")
                        .where("email LIKE 'p%@shop.example.net'")
                        .where("subscriptions.email.marketing.consent = 'SUBSCRIBED'")
                        .count())
                .isEqualTo(30);
    }

    private String list(int place) throws IOException {
        return JSON.readTree(klaviyo.resources("lists").skip(place).findFirst().orElseThrow())
                .path("id")
                .asText();
    }

    @Test
    void whatReachesFurtherThanItLooksIsConfirmed(SparkSession spark) {
        Dataset<Row> rows = people(spark, 3).selectExpr("email", "'email' AS channels", "'Y6nRLr' AS list_id");

        assertThat(message(catchThrowable(() -> write(rows).save("unsubscriptions"))))
                .endsWith(" Count first with dryRun=true; then set confirm=unsubscribe-globally.");
        assertThat(message(catchThrowable(() -> write(rows.select("email")).save("data-privacy-deletions"))))
                .endsWith(" Count first with dryRun=true; then set confirm=delete-profiles.");
        assertThat(message(catchThrowable(() ->
                        write(rows.select("email")).option("confirm", "yes").save("suppressions"))))
                .isEqualTo(
                        "Writing these rows to suppressions needs no confirmation: leave confirm out, or check the path"
                                + " and the columns.");
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void profilesAreDeletedOnceThatIsConfirmed(SparkSession spark) throws IOException {
        write(people(spark, 5).drop("n")).save("profiles");

        write(people(spark, 3).select("email")).option("dryRun", "true").save("data-privacy-deletions");
        assertThat(report().path("accepted").asLong()).isEqualTo(3);
        assertThat(report().path("status").asText()).isEqualTo("planned");
        write(people(spark, 3).select("email"))
                .option("confirm", "delete-profiles")
                .save("data-privacy-deletions");

        assertThat(spark.read()
                        .format("klaviyo")
                        .option("endpoint", klaviyo.endpoint())
                        .load("profiles")
                        .where("email LIKE 'p%@shop.example.net'")
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aTagThatIsNotThereMakesDeadLettersOfItsRowsAndOfNoOthers(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.read()
                .format("klaviyo")
                .option("endpoint", klaviyo.endpoint())
                .load("lists")
                .selectExpr("'no-such-tag' AS tag_id", "id AS list_id");

        settingAside(rows).option("writers", "1").save("tag-lists");

        assertThat(report().path("dead").asLong()).isEqualTo(rows.count());
        assertThat(klaviyo.stats("POST /api/tags/{id}/relationships/lists").count())
                .isEqualTo(1);
    }

    @Test
    void aDeadLetterHasTheColumnsThatThePathSays(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql("SELECT 'no-such-tag' AS tag_id, '" + list(0) + "' AS list_id");

        settingAside(rows).save("tag-lists");

        assertThat(JSON.readTree(letters(spark).get(0).getString(4)))
                .isEqualTo(JSON.readTree("{\"tag_id\":\"no-such-tag\",\"list_id\":\"" + list(0) + "\"}"));
    }

    @Test
    void columnsThatAResourceDoesNotHaveAreRefused(SparkSession spark) {
        Dataset<Row> rows = people(spark, 3).selectExpr("email AS Email", "n", "array(1) AS title");

        assertThat(message(catchThrowable(() -> write(rows).save("profiles"))))
                .startsWith(
                        "The rows cannot be written to profiles: column n is none that profiles have; column title has"
                                + " the type array and must be a text. Columns: id, email, ")
                .endsWith(
                        ". Rename, cast or drop columns first, or set otherColumns=properties to put others into properties.");
        assertThat(message(catchThrowable(
                        () -> write(people(spark, 3).select("first_name")).save("profiles"))))
                .startsWith("Rows for profiles need one of the columns id, email, ");
        assertThat(message(catchThrowable(() ->
                        write(people(spark, 3)).option("operation", "delete").save("profiles"))))
                .isEqualTo("With operation=delete nothing can be written to 'profiles'. Operations for it: create.");
        assertThat(message(catchThrowable(() -> write(people(spark, 3).select("email"))
                        .option("dataSource", "x")
                        .save("profiles"))))
                .isEqualTo(
                        "Option dataSource is about the records of data sources, and the path is 'profiles'. Leave it"
                                + " out.");
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void namesOfColumnsAreComparedAsSparkDoes(SparkSession spark) {
        write(people(spark, 3).selectExpr("email AS EMAIL", "first_name AS First_Name"))
                .save("profiles");

        assertThat(bodies(IMPORT)
                        .flatMap(body ->
                                body.at("/data/attributes/profiles/data").valueStream())
                        .map(profile -> profile.at("/attributes/first_name").asText()))
                .containsExactlyInAnyOrder("P0", "P1", "P2");
    }
}
