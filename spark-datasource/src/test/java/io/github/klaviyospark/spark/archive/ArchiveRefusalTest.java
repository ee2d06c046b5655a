package io.github.klaviyospark.spark.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What users do wrong when they read archives, and what they are told. */
@ExtendWith(SparkExtension.class)
class ArchiveRefusalTest {

    private static final String RESOURCES = " Resources: "
            + Targets.all().stream().map(Target::name).distinct().collect(Collectors.joining(", "))
            + ". Their columns are in docs/targets.md.";

    @TempDir
    private Path folder;

    private DataFrameReader reader(SparkSession spark) {
        return spark.read().format("klaviyo").option("archivePath", folder.toString());
    }

    private static String refusal(DataFrameReader reader, String path) {
        Throwable failure = catchThrowable(() -> reader.load(path).collectAsList());
        assertThat(failure).isNotNull();
        return failure.getMessage();
    }

    @Test
    void nothingNamed(SparkSession spark) {
        assertThat(catchThrowable(() -> reader(spark).load()))
                .hasMessage(
                        "An archive may hold requests of many kinds. Name the resource whose requests become rows, for"
                                + " example load(\"profiles\")." + RESOURCES);
    }

    @Test
    void aResourceThatIsNoTarget(SparkSession spark) {
        assertThat(refusal(reader(spark), "event"))
                .isEqualTo("No requests for 'event' can be read from an archive. Did you mean events?" + RESOURCES);
    }

    @Test
    void anOperationThatTheResourceDoesNotHave(SparkSession spark) {
        assertThat(refusal(reader(spark).option("operation", "delete"), "events"))
                .isEqualTo(
                        "There are no requests that delete 'events'. Values of the option operation for it: create.");
    }

    @Test
    void optionsOfReadsThatAskKlaviyo(SparkSession spark) {
        assertThat(refusal(
                        reader(spark)
                                .option("since", "2026-01-01")
                                .option("filter", "x")
                                .option("slices", "2"),
                        "events"))
                .isEqualTo(
                        "With archivePath files are read, and nothing is asked of Klaviyo: leave filter, slices, since"
                                + " out, and filter the DataFrame instead.");
        assertThat(refusal(reader(spark).option("reportPath", folder + "/report"), "events"))
                .contains("leave reportPath out");
    }

    @Test
    void noFile(SparkSession spark) {
        assertThat(refusal(reader(spark), "events"))
                .isEqualTo(
                        "There is no file at '" + folder + "'. archivePath takes a file, a folder or a pattern such as"
                                + " s3a://bucket/requests/*.json; names that begin with _ or . are passed over.");
        assertThat(refusal(spark.read().format("klaviyo").option("archivePath", folder + "/none.json"), "events"))
                .startsWith("There is no file at '" + folder + "/none.json'.");
        assertThat(refusal(spark.read().format("klaviyo").option("archivePath", "nowhere://x/y"), "events"))
                .startsWith("The archive 'nowhere://x/y' cannot be looked into: ");
    }

    @Test
    void aSchemaOfOtherColumns(SparkSession spark) {
        assertThat(refusal(reader(spark).schema("email STRING, mail STRING"), "profiles"))
                .startsWith("The schema names a column 'mail', and profiles have none. There are id, email,");
        assertThat(refusal(reader(spark).schema("published INT"), "catalog-items"))
                .isEqualTo(
                        "The schema gives column 'published' the type int, and it is boolean. Read it so, or as string,"
                                + " and cast it afterwards.");
        assertThat(refusal(reader(spark).schema("email STRING NOT NULL"), "profiles"))
                .isEqualTo(
                        "The schema says that column 'email' is never null, and a request may leave it out. Leave NOT"
                                + " NULL out.");
    }

    @Test
    void aStream(SparkSession spark) {
        assertThat(catchThrowable(() -> spark.readStream()
                        .format("klaviyo")
                        .option("archivePath", folder.toString())
                        .load("events")
                        .writeStream()
                        .format("noop")
                        .option("checkpointLocation", folder + "/checkpoint")
                        .start()
                        .processAllAvailable()))
                .rootCause()
                .hasMessageContaining("An archive cannot be read as a stream: its files are read once, as a batch. Use"
                        + " spark.read in the place of spark.readStream.");
    }

    @Test
    void aWordOnConsentWithoutAnArchiveOrOfAnotherKind(SparkSession spark) {
        assertThat(refusal(spark.read().format("klaviyo").option("ambiguousConsent", "given"), "profiles"))
                .isEqualTo(
                        "Option ambiguousConsent is to read an archive of requests. Remove it here, or name the archive"
                                + " with archivePath.");
        assertThat(refusal(reader(spark).option("ambiguousConsent", "yes"), "subscriptions"))
                .isEqualTo("Option ambiguousConsent cannot take the value 'yes'. Allowed: given or withdrawn.");
    }

    @Test
    void anOperationWithoutAnArchive(SparkSession spark) {
        assertThat(refusal(spark.read().format("klaviyo").option("operation", "update"), "profiles"))
                .isEqualTo(
                        "Option operation is to write, and to read an archive of requests. Remove it here, or name the"
                                + " archive with archivePath.");
    }
}
