package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.Reading;
import io.github.klaviyospark.spark.testing.SparkExtension;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users do wrong when they read, and what they are told, before anything is sent. */
@ExtendWith(SparkExtension.class)
class ReadRefusalTest {

    private static final String READABLE = "Readable paths: profiles, lists, lists/ID/profiles, segments,"
            + " segments/ID/profiles, events, metrics, object-types/ID/object-records,"
            + " object-types/ID/object-ingestion-logs, catalog-items, catalog-variants, catalog-categories, flows,"
            + " flows/ID/flow-actions, campaigns, campaigns/ID/campaign-messages, tags, tags/ID/tag-group,"
            + " tag-groups, profile-bulk-import-jobs, profile-bulk-import-jobs/ID/import-errors.";

    private KlaviyoEmulator klaviyo;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.start();
    }

    @AfterEach
    void stop() {
        assertThat(klaviyo.requests()).isZero();
        klaviyo.close();
    }

    private static String refusal(DataFrameReader reader, String path) {
        Throwable failure = catchThrowable(() -> reader.load(path).collectAsList());
        assertThat(failure).isNotNull();
        return failure.getMessage();
    }

    private DataFrameReader reader(SparkSession spark) {
        return Reading.from(klaviyo, spark);
    }

    @Test
    void nothingNamed(SparkSession spark) {
        assertThat(catchThrowable(() -> reader(spark).load()))
                .hasMessage(
                        "Nothing is named to be read. Name it in load, for example load(\"profiles\"). " + READABLE);
    }

    @Test
    void somethingThatCannotBeRead(SparkSession spark) {
        assertThat(refusal(reader(spark), "data-source-records"))
                .isEqualTo("'data-source-records' cannot be read. " + READABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "profile, profiles",
        "Events, events",
        "/api/metrics, metrics",
        "catalog_items, catalog-items",
        "tags/, tags",
        "list/Y6nRLr/profiles, lists/ID/profiles",
        "lists/Y6nRLr/profile, lists/ID/profiles",
        "object-records, object-types/ID/object-records",
        "import_errors, profile-bulk-import-jobs/ID/import-errors"
    })
    void nearlyACollection(String path, String meant, SparkSession spark) {
        assertThat(refusal(reader(spark), path))
                .isEqualTo("'" + path + "' cannot be read. Did you mean " + meant + "? " + READABLE);
    }

    @Test
    void somethingThatIsNoId(SparkSession spark) {
        assertThat(refusal(reader(spark), "lists/../profiles"))
                .isEqualTo(
                        "'..' in 'lists/../profiles' cannot be the id of one of the lists. Ids have no blanks, slashes or"
                                + " percent signs; give the id itself, which is encoded when it is sent.");
    }

    @Test
    void campaignsOfAllChannels(SparkSession spark) {
        assertThat(refusal(reader(spark), "campaigns"))
                .isEqualTo(
                        "Klaviyo lists campaigns of one messages.channel at a time. Name it with the option filter, as in"
                                + " option(\"filter\", 'equals(messages.channel,\"email\")'); known are email, sms, mobile_push. For"
                                + " several, read each and combine the DataFrames.");
    }

    @Test
    void pagesThatAreTooLarge(SparkSession spark) {
        assertThat(refusal(reader(spark).option("pageSize", "101"), "profiles"))
                .isEqualTo("Pages of profiles have at most 100, and 101 are asked for.");
        assertThat(refusal(reader(spark).option("pageSize", "100"), "metrics"))
                .isEqualTo("Pages of metrics have a size that Klaviyo sets, and 100 are asked for.");
    }

    @Test
    void aSchemaThatNoObjectsHave(SparkSession spark) {
        String path = "object-types/01KJ5HFANFPC2W4XG9D4GP24J1/object-records";

        assertThat(refusal(reader(spark).schema("id STRING, legs INT"), path))
                .isEqualTo("The schema gives column 'legs' the type int, and properties of objects are string, bigint,"
                        + " double, boolean or timestamp. Read it so and cast it afterwards.");
        assertThat(refusal(reader(spark).schema("id BIGINT"), path))
                .isEqualTo("The schema gives column 'id' the type bigint, and ids are string. Read it so and cast it"
                        + " afterwards.");
    }

    @Test
    void anOptionForWriting(SparkSession spark) {
        assertThat(refusal(reader(spark).option("dataSource", "x"), "profiles"))
                .isEqualTo("Option dataSource is only to write. Remove it here; options to read are path, endpoint,"
                        + " apiKeySource, apiToken, revision, include, filter, properties, slices, maxJoinKeys, pageSize, since, until,"
                        + " maxRowsPerBatch, maxRequestsPerBatch, lookback, archivePath, ambiguousConsent, operation, quotaLimits, quota, quotaShare,"
                        + " maxRetryWait,"
                        + " maxStall, requestTimeout, reportPath.");
    }

    @Test
    void anUnknownOption(SparkSession spark) {
        assertThat(refusal(reader(spark).option("filters", "x"), "profiles"))
                .startsWith("There is no option 'filters'. Did you mean filter?");
    }

    @Test
    void anUnknownInclude(SparkSession spark) {
        assertThat(refusal(reader(spark).option("include", "lists"), "profiles"))
                .isEqualTo("Option include names 'lists', which profiles do not come with. Allowed: conversations,"
                        + " push-tokens.");
        assertThat(refusal(reader(spark).option("include", "conversations,conversation"), "profiles"))
                .isEqualTo("Option include names conversations twice. Name it once.");
    }

    @Test
    void aFilterThatKlaviyoDoesNotHave(SparkSession spark) {
        assertThat(refusal(reader(spark).option("filter", "equals(first_name,\"Ada\")"), "profiles"))
                .startsWith("The filter names 'first_name', and profiles cannot be filtered by that.");
    }

    @Test
    void aSchemaOfOtherColumns(SparkSession spark) {
        assertThat(refusal(reader(spark).schema("id STRING, mail STRING"), "profiles"))
                .startsWith("The schema names a column 'mail', and profiles have none. There are id, email,");
        assertThat(refusal(reader(spark).schema("location STRUCT<city: STRING, town: STRING>"), "profiles"))
                .startsWith("The schema names a column 'location.town', and profiles have none.");
        assertThat(refusal(reader(spark).schema("created STRING"), "profiles"))
                .isEqualTo("The schema gives column 'created' the type string, and it is timestamp. Read it so and cast"
                        + " it afterwards.");
        assertThat(refusal(reader(spark).schema("email STRING NOT NULL"), "profiles"))
                .isEqualTo("The schema says that column 'email' is never null, and Klaviyo's may be. Leave NOT NULL"
                        + " out.");
    }

    @Test
    void aKeyThatIsNotThere(SparkSession spark) {
        assertThat(refusal(reader(spark).option("apiKeySource", "env:KLAVIYO_NO_SUCH_KEY"), "profiles"))
                .contains("KLAVIYO_NO_SUCH_KEY");
    }
}
