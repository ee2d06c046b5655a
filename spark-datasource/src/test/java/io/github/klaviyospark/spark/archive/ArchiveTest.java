package io.github.klaviyospark.spark.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.TargetColumn;
import io.github.klaviyospark.core.target.Targets;
import io.github.klaviyospark.spark.sink.LogLines;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What requests of archives become, whatever generation and however they lie in files. */
@ExtendWith(SparkExtension.class)
class ArchiveTest {

    @TempDir
    private Path folder;

    /** Without an endpoint and without a key. */
    private static DataFrameReader reader(SparkSession spark, Object path) {
        return spark.read().format("klaviyo").option("archivePath", path.toString());
    }

    private static List<String> lines(Dataset<Row> rows, String... columns) {
        return rows.selectExpr(columns).collectAsList().stream()
                .map(Row::toString)
                .toList();
    }

    private static String failure(Dataset<Row> rows) {
        Throwable failure = catchThrowable(rows::collectAsList);
        assertThat(failure).isNotNull();
        StringBuilder told = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            told.append(cause.getMessage()).append('\n');
        }
        return told.toString();
    }

    @Test
    void readsEachKindOfRequestFromAFolderOfMany(SparkSession spark) throws IOException {
        Archive.mixed(folder);

        assertThat(lines(
                        reader(spark, folder).load("profiles"),
                        "email",
                        "phone_number",
                        "first_name",
                        "properties",
                        "list_id"))
                .containsExactly(
                        "[ines@farm.example.net,null,Inês,{\"cows\":12345678901234567890.10},Fa4mrs]",
                        "[otto@farm.example.net,null,null,null,Fa4mrs]",
                        "[null,+4915112345678,null,{\"anonymous_id\":\"a-77\"},null]");
        assertThat(lines(
                        reader(spark, folder).load("events"),
                        "email",
                        "external_id",
                        "profile_properties",
                        "metric",
                        "service",
                        "time",
                        "value"))
                .containsExactly(
                        "[ines@farm.example.net,31,{\"stable\":\"west\"},Milked Cow,barn,2022-11-08T00:00:00Z,7.50]",
                        "[ines@farm.example.net,31,{\"stable\":\"west\"},Milked Cow,barn,2022-11-08T00:00:00Z,7.50]",
                        "[otto@farm.example.net,null,null,Sold Milk,null,2025-05-01T06:00:00+02:00,null]");
        assertThat(lines(reader(spark, folder).load("catalog-items"), "external_id", "price", "published", "images[1]"))
                .containsExactly("[cheese-1,10.10,true,https://farm.example.net/2.png]");
        assertThat(lines(reader(spark, folder).option("operation", "update").load("catalog-items"), "external_id"))
                .isEmpty();
    }

    @Test
    void takesAFileAPatternAndAnArrayOfRequests(SparkSession spark) throws IOException {
        Archive.mixed(folder);
        Path array = Files.writeString(
                folder.resolve("array.json"), "[" + Archive.EVENT + ",\n" + Archive.OLD_EVENT + "]\n");

        assertThat(reader(spark, folder.resolve("b.ndjson")).load("events").count())
                .isEqualTo(2);
        assertThat(reader(spark, folder + "/{a,b}.*").load("profiles").count()).isEqualTo(3);
        assertThat(reader(spark, folder + "/20*").load("events").count()).isEqualTo(1);
        assertThat(lines(reader(spark, array).load("events"), "unique_id")).containsExactly("[sale-1]", "[milk-1]");
        assertThat(reader(spark, folder.resolve("_SUCCESS").getParent() + "/_*").load("events"))
                .satisfies(rows -> assertThat(failure(rows)).contains("There is no file at"));
    }

    @Test
    void readsATaskForEachFileAndOnlyTheColumnsThatAreAskedFor(SparkSession spark) throws IOException {
        Archive.mixed(folder);
        Dataset<Row> rows = reader(spark, folder).load("events").select("metric", "value");

        assertThat(rows.rdd().getNumPartitions()).isEqualTo(3);
        assertThat(rows.queryExecution().executedPlan().toString())
                .contains("klaviyo archive of requests for events in " + folder)
                .contains("metric#")
                .doesNotContain("unique_id#");
        assertThat(reader(spark, folder).load("events").count()).isEqualTo(3);
    }

    @Test
    void hasAColumnForEachOfTheTarget(SparkSession spark) {
        for (Target target : Targets.all()) {
            StructType schema = reader(spark, "/none")
                    .option("operation", target.change().label())
                    .load(target.name())
                    .schema();

            assertThat(schema.fieldNames())
                    .containsExactly(
                            target.columns().stream().map(TargetColumn::name).toArray(String[]::new));
            // All of them are there, so none may be one that does not go with another.
            assertThatNoException()
                    .isThrownBy(() ->
                            target.check(Arrays.stream(schema.fieldNames()).collect(Collectors.toSet())));
        }
    }

    @Test
    void takesASchemaThatLeavesColumnsOutOrWantsTexts(SparkSession spark) throws IOException {
        Path file = Files.writeString(folder.resolve("items.json"), Archive.OLD_ITEMS);

        Dataset<Row> rows = reader(spark, file)
                .schema("published STRING, external_id STRING, images STRING")
                .load("catalog-items");

        assertThat(lines(rows, "*"))
                .containsExactly("[true,cheese-1,https://farm.example.net/1.png,https://farm.example.net/2.png]");
    }

    @Test
    void joinsNoTextsThatHaveCommas(SparkSession spark) throws IOException {
        Path file = Files.writeString(folder.resolve("items.json"), Archive.OLD_ITEMS.replace("/1.png", "/1,5.png"));

        assertThat(lines(reader(spark, file).load("catalog-items"), "images[0]"))
                .containsExactly("[https://farm.example.net/1,5.png]");
        assertThat(failure(reader(spark, file).schema("images STRING").load("catalog-items")))
                .contains(
                        "column images holds what cannot be one text with commas between. Correct the file, or give the"
                                + " column a type that holds it, as in schema(\"images ARRAY<STRING>, …\").");
        assertThat(reader(spark, file)
                        .schema("list_id ARRAY<STRING>")
                        .load("profiles")
                        .count())
                .isZero();
    }

    /** Once for each resource, as the documentation has it: nobody who left is subscribed, nobody who agreed leaves. */
    @Test
    void readsNoConsentAsItsOpposite(SparkSession spark) throws IOException {
        Path sure = Files.writeString(
                folder.resolve("sure.ndjson"),
                Archive.lines(Archive.OLD_SUBSCRIPTION, Archive.OLD_UNSUBSCRIPTION, Archive.LOGGED_UNSUBSCRIPTION));

        assertThat(lines(reader(spark, sure).load("subscriptions"), "email", "channels[0]", "list_id"))
                .containsExactly("[ines@farm.example.net,email,Fa4mrs]");
        assertThat(lines(reader(spark, sure).load("unsubscriptions"), "email", "channels[0]", "list_id"))
                .containsExactly("[otto@farm.example.net,email,Fa4mrs]", "[ulla@farm.example.net,email,Fa4mrs]");

        Path unsure = Files.writeString(
                folder.resolve("unsure.ndjson"), Archive.lines(Archive.OLD_SUBSCRIPTION, Archive.OLD_ENTRIES));
        for (String resource : List.of("subscriptions", "unsubscriptions")) {
            assertThat(failure(reader(spark, unsure).load(resource)))
                    .contains(
                            "Document 2 of the file file:" + unsure + " does not say whether people agreed or left. Its"
                                    + " type and its entries are those of subscriptions before 2023-07-15, and of unsubscriptions"
                                    + " as Klaviyo's guide shows them. Say what such requests of this archive did, with the option"
                                    + " ambiguousConsent=given or ambiguousConsent=withdrawn, and read those that did the other by"
                                    + " themselves.")
                    .doesNotContain("ulla@");
        }
        DataFrameReader given = reader(spark, unsure).option("ambiguousConsent", "given");
        assertThat(given.load("subscriptions").count()).isEqualTo(2);
        assertThat(given.load("unsubscriptions").count()).isZero();
        DataFrameReader withdrawn = reader(spark, unsure).option("ambiguousConsent", "Withdrawn");
        assertThat(lines(withdrawn.load("unsubscriptions"), "email")).containsExactly("[ulla@farm.example.net]");
        assertThat(withdrawn.load("subscriptions").count()).isEqualTo(1);
        assertThat(reader(spark, unsure).load("profiles").count()).isZero();
    }

    /** What a body does not say a log may: the tag, and whether it was given or taken. */
    @Test
    void readsLogsWithMethodAndPath(SparkSession spark) throws IOException {
        Path log = Files.writeString(folder.resolve("log.ndjson"), Archive.lines(Archive.TAGGED, Archive.UNTAGGED));

        assertThat(lines(reader(spark, log).load("tag-flows"), "tag_id", "flow_id"))
                .containsExactly("[T1,F1]");
        assertThat(lines(reader(spark, log).option("operation", "delete").load("tag-flows"), "tag_id", "flow_id"))
                .containsExactly("[T2,F2]");
    }

    @Test
    void countsWhatIsForOthersAndSaysItOnceForEachFile(SparkSession spark) throws IOException {
        Archive.mixed(folder);
        try (LogLines log = new LogLines()) {
            reader(spark, folder).load("events").collectAsList();

            String root = "file:" + folder;
            assertThat(log.of("INFO", ""))
                    .filteredOn(line -> line.contains("were skipped"))
                    .containsExactlyInAnyOrder(
                            "INFO 1 of 2 documents of " + root
                                    + "/2022/11/c.json.gz are no requests for events and were skipped.",
                            "INFO 1 of 1 documents of " + root + "/a.json are no requests for events and were skipped.",
                            "INFO 1 of 3 documents of " + root
                                    + "/b.ndjson are no requests for events and were skipped.");
        }
    }

    @Test
    void failsAtWhatIsNoJsonAndQuotesNothingOfIt(SparkSession spark) throws IOException {
        Path wrong =
                Files.writeString(folder.resolve("wrong.json"), Archive.lines(Archive.EVENT, "{\"data\": secret@x}"));
        assertThat(failure(reader(spark, wrong).load("events")))
                .contains("Document 2 of the file file:" + wrong
                        + " is no JSON: line 2, column 10. Archives hold bodies of"
                        + " requests, one JSON document after the other. Correct the file, or leave it out.")
                .doesNotContain("secret");

        Path torn = Files.writeString(
                folder.resolve("torn.json"), Archive.lines(Archive.EVENT, Archive.EVENT.substring(0, 200)));
        assertThat(failure(reader(spark, torn).load("profiles")))
                .contains("Document 2 of the file file:" + torn + " is no JSON")
                .doesNotContain("otto@");

        Path bytes = Files.write(folder.resolve("latin.json"), new byte[] {'"', (byte) 0xE9, '"'});
        assertThat(failure(reader(spark, bytes).load("profiles"))).contains("Document 1 of the file file:" + bytes);
    }

    @Test
    void saysWhichFileCannotBeUnpacked(SparkSession spark) throws IOException {
        Path plain = Files.writeString(folder.resolve("plain.json.gz"), Archive.EVENT);
        assertThat(failure(reader(spark, plain).load("events")))
                .contains("The file file:" + plain + " of the archive cannot be opened: ")
                .doesNotContain("otto@");

        String[] many = IntStream.range(0, 5_000)
                .mapToObj(i -> Archive.EVENT.replace("sale-1", "sale-" + i * 7919))
                .toArray(String[]::new);
        Path torn = folder.resolve("torn.json.gz");
        Archive.packed(torn, Archive.lines(many));
        byte[] whole = Files.readAllBytes(torn);
        Files.write(torn, Arrays.copyOf(whole, whole.length / 2));
        assertThat(failure(reader(spark, torn).load("events")))
                .containsPattern("The file file:" + torn + " cannot be read beyond its document [1-4]\\d{3}: ")
                .doesNotContain("otto@");
    }

    @Test
    void failsAtAValueThatItsColumnCannotHoldAndReadsItAsAText(SparkSession spark) throws IOException {
        Path file = Files.writeString(
                folder.resolve("items.json"),
                Archive.lines(
                        Archive.OLD_ITEMS,
                        Archive.OLD_ITEMS.replace("\"published\":true", "\"published\":\"perhaps\"")));

        assertThat(failure(reader(spark, file).load("catalog-items")))
                .contains(
                        "Document 2 of the file file:" + file + " has a row that cannot be read: column published holds"
                                + " what is neither true nor false. Correct the file, or give the column a type that"
                                + " holds it, as in schema(\"published STRING, …\").")
                .doesNotContain("perhaps");
        assertThat(lines(reader(spark, file).schema("published STRING").load("catalog-items"), "*"))
                .containsExactly("[true]", "[perhaps]");
    }
}
