package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.BULK;
import static io.github.klaviyospark.spark.testing.Writing.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.spark.testing.SparkExtension;
import io.github.klaviyospark.spark.testing.Writing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users do wrong, and what they are told. Each message is asserted whole. */
@ExtendWith(SparkExtension.class)
class RefusalTest {

    private static final String KEY = "pk_surefire_0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private KlaviyoEmulator klaviyo;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().apiKey(KEY).quotas(false).start();
        klaviyo.createDataSource("shop.pets");
    }

    @AfterEach
    void stop() {
        klaviyo.close();
    }

    private String refusal(Dataset<Row> rows, String... options) {
        return refusal(rows, "append", options);
    }

    private String refusal(Dataset<Row> rows, String mode, String[] options) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("endpoint", klaviyo.endpoint());
        all.put("dataSource", "shop.pets");
        all.put("quotaLimits", "10000/1s");
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        all.values().removeIf(String::isEmpty);

        Throwable failure = catchThrowable(
                () -> rows.write().format("klaviyo").options(all).mode(mode).save());
        assertThat(failure).isNotNull();
        return message(failure);
    }

    private void assertNothingWasAsked() {
        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void aWrongKey(SparkSession spark) {
        String message = refusal(spark.range(3).toDF(), "apiToken", "pk_of_another");

        String id = klaviyo.exchanges().isEmpty() ? "" : message.replaceAll("(?s).*Request id ([0-9a-f-]+)\\..*", "$1");
        assertThat(message)
                .isEqualTo(
                        "Klaviyo answered 401 to GET /api/data-sources (authentication_failed: Incorrect authentication"
                                + " credentials. at /data). Request id " + id
                                + ". The key is not accepted: check that apiKeySource"
                                + " names a private key of this account.");
        assertThat(klaviyo.requests()).isEqualTo(1);
    }

    @Test
    void anUnknownOption(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "datasorce", "shop.pets"))
                .isEqualTo(
                        "There is no option 'datasorce'. Did you mean dataSource? Known options: path, endpoint,"
                                + " apiKeySource, apiToken, revision, operation, dataSource, createDataSource, ingest, idField, orderField, duplicates,"
                                + " writers, inFlight, chunkRecords, chunkBytes, nulls, otherColumns, confirm, maxJobWait, quotaLimits, quota, quotaShare, maxRetryWait, maxStall,"
                                + " requestTimeout, onInvalid, deadLetterPath, maxDeadLetters, runPath, resume, dryRun, reportPath.");
        assertNothingWasAsked();
    }

    @Test
    void anUnknownOptionThatResemblesNone(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "compression", "gzip"))
                .startsWith("There is no option 'compression'. Known options: path,");
    }

    @Test
    void noDataSource(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "dataSource", ""))
                .isEqualTo(
                        "Option dataSource is missing. Name the data source that the records go to, by id or title, for"
                                + " example .option(\"dataSource\", \"warehouse.orders\"); createDataSource=true makes it when it"
                                + " does not exist.");
        assertNothingWasAsked();
    }

    @Test
    void aDataSourceThatDoesNotExist(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "dataSource", "shop.cats"))
                .isEqualTo("There is no data source 'shop.cats' in this account. Check the title or id, or set"
                        + " createDataSource=true to make one with this title.");
        assertThat(klaviyo.stats(BULK).count()).isZero();
    }

    @Test
    void aDataSourceThatDoesNotExistBeforeAnyRowIsComputed(SparkSession spark) {
        Dataset<Row> failing = spark.range(3).selectExpr("id", "assert_true(id < 0) AS computed");

        assertThat(refusal(failing, "dataSource", "shop.cats", "idField", "id"))
                .startsWith("There is no data source 'shop.cats' in this account.");
    }

    @Test
    void aRecordThatIsTooLarge(SparkSession spark) {
        assertThat(refusal(spark.range(1).selectExpr("repeat('x', 512000) AS x")))
                .isEqualTo(
                        "Row 1 of this writer cannot be written: it is larger than 512000 bytes of JSON, the most that one"
                                + " record may have. Correct or leave out such rows, or set them aside with"
                                + " onInvalid=deadLetter. This writer had 0 rows accepted by Klaviyo before. Running again"
                                + " sends all rows again; with runPath set, a run can be continued.");
        assertThat(klaviyo.stats(BULK).count()).isZero();
    }

    @Test
    void typesThatHaveNoJsonForm(SparkSession spark) {
        assertThat(refusal(spark.sql("SELECT 1 AS id, map(1, 'a') AS m, INTERVAL 3 DAYS AS i,"
                        + " array(named_struct('y', INTERVAL 2 MONTHS)) AS a, 'x' AS b, 'y' AS b")))
                .isEqualTo(
                        "The rows cannot be written as JSON objects: column m has keys of type integer, and JSON has string"
                                + " keys only; column i has the type interval day, which has no JSON form; column a[].y has the type"
                                + " interval month, which has no JSON form; column b stands twice. Cast, rename or drop these"
                                + " columns first.");
        assertNothingWasAsked();
    }

    @Test
    void noColumns(SparkSession spark) {
        assertThat(refusal(spark.range(3).selectExpr()))
                .isEqualTo(
                        "The rows cannot be written as JSON objects: there is no column. Cast, rename or drop these columns"
                                + " first.");
    }

    @Test
    void anEndpointThatNobodyListensOn(SparkSession spark) throws IOException {
        String endpoint = "http://127.0.0.1:" + closedPort();

        assertThat(refusal(spark.range(3).toDF(), "endpoint", endpoint))
                .isEqualTo(
                        "No answer from " + endpoint + " to GET /api/data-sources after 5 attempts (ConnectException:"
                                + " Failed to connect to /" + endpoint.substring("http://".length())
                                + "). Check the endpoint and the"
                                + " network between.");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void anEndpointThatAnswersHtml(SparkSession spark) {
        klaviyo.fault(Fault.builder("GET /api/data-sources", Fault.Kind.HTML)
                .status(404)
                .build());

        assertThat(refusal(spark.range(3).toDF()))
                .matches("http://127\\.0\\.0\\.1:\\d+ answered 404 to GET /api/data-sources with \\d+ bytes of"
                        + " text/html(;\\s?charset=utf-8)?, which is no answer of Klaviyo's API\\. Check that the endpoint is"
                        + " right and that no proxy answers in its place\\.");
    }

    @Test
    void plainHttpToAnotherMachine(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "endpoint", "http://klaviyo.example.net"))
                .isEqualTo(
                        "Endpoint 'http://klaviyo.example.net' is plain http, and keys are only sent over plain http to this"
                                + " machine. Use https, or 127.0.0.1, [::1] or localhost.");
    }

    @Test
    void theDefaultKeyForAForeignEndpoint(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "endpoint", "https://klaviyo.example.net"))
                .isEqualTo(
                        "The default key (env:KLAVIYO_API_KEY) is only sent to Klaviyo's own hosts and to this machine, and"
                                + " the endpoint is 'https://klaviyo.example.net'. Name the key that belongs to that endpoint with"
                                + " apiKeySource, for example apiKeySource=env:PROXY_API_KEY.");
    }

    @Test
    void noKey(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "apiKeySource", "env:NOT_SET_ANYWHERE"))
                .isEqualTo(
                        "There is no API key in env:NOT_SET_ANYWHERE: the environment variable is not set on the driver. Name"
                                + " another place with apiKeySource (env:NAME, file:PATH, hadoop:ALIAS, provider:CLASS).");
        assertNothingWasAsked();
    }

    @Test
    void twoKeys(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "apiToken", KEY, "apiKeySource", "env:X"))
                .isEqualTo(
                        "Both a key (apiToken or apiKey) and apiKeySource are given. Give one of them, best apiKeySource.");
        assertThat(refusal(spark.range(3).toDF(), "apiToken", KEY, "apiKey", KEY))
                .isEqualTo("Option apiToken is given twice (apiToken and apiKey are the same). Give it once.");
    }

    @Test
    void aValueThatIsNotAllowed(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "chunkRecords", "501"))
                .isEqualTo(
                        "Option chunkRecords cannot take the value '501' for data-source-records. Allowed: 1 to 500.");
        assertThat(refusal(spark.range(3).toDF(), "nulls", "drop"))
                .isEqualTo("Option nulls cannot take the value 'drop'. Allowed: send or omit.");
        assertThat(refusal(spark.range(3).toDF(), "maxRetryWait", "2 days"))
                .isEqualTo("Option maxRetryWait cannot take the value '2 days'. Allowed: 1s to 24h.");
        assertNothingWasAsked();
    }

    @Test
    void anIdThatCannotBeOne(SparkSession spark) {
        assertThat(refusal(spark.range(3).selectExpr("id", "'x' AS name"), "idField", "pet_id"))
                .isEqualTo("idField 'pet_id' is no column of the rows. Columns: id, name.");
        assertThat(refusal(spark.range(3).selectExpr("map('a', id) AS m"), "idField", "m"))
                .isEqualTo(
                        "idField 'm' has the type map, and rows cannot be sorted by that. Name columns with simple values;"
                                + " members of a struct as struct.member.");
        assertNothingWasAsked();
    }

    @Test
    void rowsThatCannotBeBroughtTogether(SparkSession spark) {
        assertThat(refusal(spark.range(3).selectExpr("array(id) AS ids", "map('a', id) AS m")))
                .isEqualTo(
                        "The rows hold arrays and maps only, and Spark cannot bring rows together by these. Set writers=input"
                                + " to keep the partitions as they are, or add a column with an id.");
        assertNothingWasAsked();
    }

    @Test
    void overwriting(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "overwrite", new String[0]))
                .isEqualTo(
                        "Klaviyo cannot overwrite: its bulk endpoint only takes records in, and a record replaces the one"
                                + " with the same id. Use mode(\"append\"), or INSERT INTO in SQL; for a stream"
                                + " outputMode(\"append\") or outputMode(\"update\").");
        assertNothingWasAsked();
    }

    @Test
    void aPathThatNothingCanBeWrittenTo(SparkSession spark) {
        Throwable failure = catchThrowable(
                () -> Writing.to(klaviyo, "shop.pets", spark.range(3).toDF()).save("metrics"));

        assertThat(message(failure))
                .startsWith("Nothing can be written to 'metrics'. Writable paths: data-source-records,"
                        + " object-types/TYPE/object-records with operation=delete");
        assertNothingWasAsked();
    }

    @Test
    void aReportThatLeadsNowhere(SparkSession spark) {
        assertThat(refusal(spark.range(3).toDF(), "reportPath", "nowhere://x/report.json"))
                .startsWith("reportPath 'nowhere://x/report.json' is on no file system that Hadoop knows here: ");
        assertNothingWasAsked();
    }
}
