package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.message;
import static io.github.klaviyospark.spark.write.ResourceWrites.IMPORT;
import static io.github.klaviyospark.spark.write.ResourceWrites.items;
import static io.github.klaviyospark.spark.write.ResourceWrites.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that a resource does not take, by its answer or by its job: they are named, and no others suffer for them. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class RowsNotTakenTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @AutoClose
    private final ResourceWrites writes;

    RowsNotTakenTest(@TempDir Path folder) {
        writes = new ResourceWrites(folder);
    }

    @Test
    void oneMalformedProfileOfTenThousandSinksNoOther(SparkSession spark) throws IOException {
        writes.klaviyo.fault(Fault.builder(IMPORT, Fault.Kind.POISON)
                .contains("p4711@shop")
                .pointers(true)
                .build());

        writes.settingAside(people(spark, 10_000))
                .option("otherColumns", "properties")
                .save("profiles");

        assertThat(imported()).isEqualTo(9_999);
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(9_999);
        assertThat(writes.report().path("dead").asLong()).isEqualTo(1);
        Row letter = writes.letters(spark).get(0);
        assertThat(letter.getString(2)).startsWith("/data/attributes/profiles/data/");
        assertThat(JSON.readTree(letter.getString(4)))
                .isEqualTo(JSON.readTree("{\"email\":\"p4711@shop.example.net\",\"first_name\":\"P4711\","
                        + "\"properties\":{\"n\":4711}}"));
        assertThat(writes.klaviyo.stats(IMPORT).count()).isLessThanOrEqualTo(4);
    }

    @Test
    void oneProfileThatTheJobDoesNotTakeIsADeadLetterWithItsPointer(SparkSession spark) throws IOException {
        writes.klaviyo.fault(
                Fault.builder(IMPORT, Fault.Kind.JOB_FAILS).records(17).times(1).build());

        writes.settingAside(people(spark, 10_000))
                .option("otherColumns", "properties")
                .option("writers", "1")
                .save("profiles");

        assertThat(writes.report().path("accepted").asLong()).isEqualTo(9_999);
        Row letter = writes.letters(spark).get(0);
        assertThat(letter.getString(2)).startsWith("/data/attributes/profiles/data/17");
        assertThat(writes.klaviyo.stats(IMPORT).count()).isEqualTo(1);
        String email = JSON.readTree(letter.getString(4)).path("email").asText();
        assertThat(Reading.from(writes.klaviyo, spark)
                        .load("profiles")
                        .where("email LIKE 'p%@shop.example.net'")
                        .count())
                .isEqualTo(9_999);
        assertThat(email).endsWith("@shop.example.net");
    }

    @Test
    void oneProfileThatTheJobShowsWithoutAPlaceIsADeadLetterWithItsRow(SparkSession spark) throws IOException {
        writes.klaviyo.fault(Fault.builder(IMPORT, Fault.Kind.JOB_PAYLOAD_ERRORS)
                .records(4_711)
                .build());

        writes.settingAside(people(spark, 10_000))
                .option("otherColumns", "properties")
                .option("writers", "1")
                .save("profiles");

        assertThat(writes.klaviyo.stats(IMPORT).count()).isEqualTo(1);
        assertThat(writes.report().path("accepted").asLong()).isEqualTo(9_999);
        assertThat(writes.report().path("dead").asLong()).isEqualTo(1);
        Row letter = writes.letters(spark).get(0);
        assertThat(letter.getString(2)).isEqualTo("/data");
        JsonNode row = JSON.readTree(letter.getString(4));
        assertThat(row.at("/properties/n").isInt()).isTrue();
        assertThat(writes.bodies(IMPORT).findFirst().orElseThrow().at("/data/attributes/profiles/data/4711/attributes"))
                .isEqualTo(row);
        Dataset<Row> held = Reading.from(writes.klaviyo, spark).load("profiles");
        assertThat(held.where("email LIKE 'p%@shop.example.net'").count()).isEqualTo(9_999);
        assertThat(held.where("email = '" + row.path("email").asText() + "'").count())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"JOB_CANCELLED, job_cancelled", "JOB_EXPIRED, job_unknown", "JOB_NEVER_ENDS, job_unfinished"})
    void whatAJobLeavesInTheDarkIsNamedAndTheWriteGoesOn(Fault.Kind fate, String code, SparkSession spark)
            throws IOException {
        writes.klaviyo.fault(Fault.builder(IMPORT, fate).times(1).build());

        writes.settingAside(people(spark, 12_000).drop("n"))
                .option("writers", "1")
                .option("inFlight", "1")
                .option("maxJobWait", "1s")
                .save("profiles");

        assertThat(writes.report().path("accepted").asLong()).isEqualTo(2_000);
        assertThat(writes.report().path("dead").asLong()).isEqualTo(10_000);
        assertThat(writes.report().at("/deadByReason")).hasSize(1);
        assertThat(writes.report().at("/deadByReason/0/rows").asLong()).isEqualTo(10_000);
        List<Row> letters = writes.letters(spark);
        assertThat(letters).hasSize(10_000).extracting(row -> row.getString(0)).containsOnly(code);
        assertThat(emails(letters)).hasSize(10_000).isEqualTo(sent(0));
        assertThat(sent(1)).hasSize(2_000).doesNotContainAnyElementsOf(emails(letters));
    }

    private static Set<String> emails(List<Row> letters) throws IOException {
        Set<String> emails = new HashSet<>();
        for (Row letter : letters) {
            emails.add(JSON.readTree(letter.getString(4)).path("email").asText());
        }
        return emails;
    }

    private Set<String> sent(int request) {
        return writes.bodies(IMPORT)
                .skip(request)
                .findFirst()
                .orElseThrow()
                .at("/data/attributes/profiles/data")
                .valueStream()
                .map(profile -> profile.at("/attributes/email").asText())
                .collect(Collectors.toSet());
    }

    @Test
    void aWriteThatSetsTooMuchAsideNamesItFirst(SparkSession spark) throws IOException {
        writes.klaviyo.fault(
                Fault.builder(IMPORT, Fault.Kind.JOB_CANCELLED).times(1).build());

        Throwable failure =
                catchThrowable(() -> writes.settingAside(people(spark, 50).drop("n"))
                        .option("chunkRecords", "25")
                        .option("inFlight", "1")
                        .option("writers", "1")
                        .option("maxDeadLetters", "0")
                        .save("profiles"));

        assertThat(message(failure))
                .startsWith("One writer has set more aside than maxDeadLetters=0 allows, where a request counts once of"
                        + " which nobody knows what Klaviyo took. Raise maxDeadLetters to go on regardless. The last"
                        + " reason: job_cancelled, Klaviyo cancelled the job. With runPath the dead letters name all of"
                        + " their rows: look into Klaviyo before you send these again.");
        assertThat(writes.klaviyo.stats(IMPORT).count()).isEqualTo(1);
        assertThat(writes.letters(spark)).hasSize(25);
    }

    @Test
    void failuresOfAJobFailTheWriteWhereNothingIsSetAside(SparkSession spark) {
        writes.klaviyo.fault(
                Fault.builder(IMPORT, Fault.Kind.JOB_FAILS).records(3).build());

        Throwable failure = catchThrowable(() ->
                writes.write(people(spark, 10).drop("n")).option("writers", "1").save("profiles"));

        assertThat(message(failure))
                .startsWith("Klaviyo accepted a request of 10 records, and its job ")
                .contains(" did not take 1 of them. The first: ")
                .contains("Set onInvalid=deadLetter to have such rows set aside.");
    }

    @Test
    void itemsThatExistAreErrorsOfTheirRows(SparkSession spark) throws IOException {
        writes.write(items(spark, 5)).save("catalog-items");

        writes.settingAside(items(spark, 8)).save("catalog-items");

        assertThat(writes.report().path("accepted").asLong()).isEqualTo(3);
        assertThat(writes.report().path("dead").asLong()).isEqualTo(5);
        assertThat(writes.letters(spark)).allMatch(row -> row.getString(2).startsWith("/data/attributes/items/data/"));
    }

    @Test
    void aTagThatIsNotThereMakesDeadLettersOfItsRowsAndOfNoOthers(SparkSession spark) throws IOException {
        Dataset<Row> rows = Reading.from(writes.klaviyo, spark)
                .load("lists")
                .selectExpr("'no-such-tag' AS tag_id", "id AS list_id");

        writes.settingAside(rows).option("writers", "1").save("tag-lists");

        assertThat(writes.report().path("dead").asLong()).isEqualTo(rows.count());
        assertThat(writes.klaviyo
                        .stats("POST /api/tags/{id}/relationships/lists")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void aDeadLetterHasTheColumnsThatThePathSays(SparkSession spark) throws IOException {
        Dataset<Row> rows = spark.sql("SELECT 'no-such-tag' AS tag_id, '" + writes.list(0) + "' AS list_id");

        writes.settingAside(rows).save("tag-lists");

        assertThat(JSON.readTree(writes.letters(spark).get(0).getString(4)))
                .isEqualTo(JSON.readTree("{\"tag_id\":\"no-such-tag\",\"list_id\":\"" + writes.list(0) + "\"}"));
    }

    private long imported() {
        return writes.bodies(IMPORT)
                .mapToLong(body -> body.at("/data/attributes/profiles/data").size())
                .sum();
    }
}
