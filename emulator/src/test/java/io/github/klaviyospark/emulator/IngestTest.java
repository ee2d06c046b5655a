package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.SINGLE;
import static io.github.klaviyospark.emulator.ApiClient.bulk;
import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.record;
import static io.github.klaviyospark.emulator.ApiClient.relationship;
import static io.github.klaviyospark.emulator.ApiClient.single;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IngestTest {
    private static KlaviyoEmulator emulator;
    private static ApiClient client;
    private String source;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @BeforeEach
    void reset() {
        emulator.reset();
        source = emulator.createDataSource("orders");
    }

    @Test
    void bulkAnswers204WithoutABodyAndKeepsTheOrder() throws Exception {
        HttpResponse<String> response = client.ingest(source, "{\"n\":1}", "{\"n\":2}");
        client.ingest(source, "{\"n\":3}");

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(response.headers().firstValue("content-type")).isEmpty();
        assertThat(response.headers().firstValue("x-klaviyo-req-id")).isPresent();
        assertThat(emulator.records(source)).containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
    }

    @Test
    void singleTakesOneRecord() throws Exception {
        assertThat(client.post(SINGLE, single(source, "{\"n\":1}")).statusCode())
                .isEqualTo(204);
        assertThat(emulator.records(source)).containsExactly("{\"n\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1.10}",
                "{\"a\":12345678901234567890123.4500e+10}",
                "{\"a\":-0,\"b\":1E400}",
                "{ \"a\" :\t\"\\u0000\\u00e4\\ud83d\\ude00 \\/ \u00e4 \ud83d\ude00\" ,\r\n \"b\": [ null , true, {} ] }",
                "{\"record\":{\"attributes\":{\"record\":1}},\"\":\"\",\"data\":[]}"
            })
    void recordsAreKeptAsTheyWereSpelled(String record) throws Exception {
        assertThat(client.ingest(source, "{\"before\":1}", record).statusCode()).isEqualTo(204);
        assertThat(client.post(SINGLE, single(source, record)).statusCode()).isEqualTo(204);

        assertThat(emulator.records(source)).containsExactly("{\"before\":1}", record, record);
    }

    @Test
    void fiveHundredRecordsPassAndOneMoreDoesNot() throws Exception {
        assertThat(client.ingest(source, Collections.nCopies(500, "{}").toArray(new String[0]))
                        .statusCode())
                .isEqualTo(204);
        HttpResponse<String> refused =
                client.ingest(source, Collections.nCopies(501, "{}").toArray(new String[0]));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(error(refused).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/data-source-records/data");
        assertThat(emulator.records(source)).hasSize(500);
    }

    @Test
    void noRecordAtAllIsRefused() throws Exception {
        assertThat(client.ingest(source).statusCode()).isEqualTo(400);
    }

    @Test
    void aRecordOf512000BytesPassesAndOneMoreDoesNot() throws Exception {
        assertThat(client.ingest(source, ofBytes(512_000)).statusCode()).isEqualTo(204);
        assertThat(client.post(SINGLE, single(source, ofBytes(512_000))).statusCode())
                .isEqualTo(204);
        HttpResponse<String> bulk = client.ingest(source, "{}", ofBytes(512_001));
        HttpResponse<String> single = client.post(SINGLE, single(source, ofBytes(512_001)));

        assertThat(bulk.statusCode()).isEqualTo(400);
        assertThat(error(bulk).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/data-source-records/data/1/attributes/record");
        assertThat(single.statusCode()).isEqualTo(400);
        assertThat(emulator.records(source)).hasSize(2);
    }

    @Test
    void recordSizeCountsBytesNotCharacters() throws Exception {
        String wide = "{\"a\":\"" + "\u00e4".repeat((512_000 - 8) / 2) + "\"}";

        assertThat(wide.getBytes(StandardCharsets.UTF_8)).hasSize(512_000);
        assertThat(client.ingest(source, wide).statusCode()).isEqualTo(204);
        assertThat(client.ingest(source, wide.replaceFirst("a", "aa")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aBulkBodyOf4000000BytesPassesAndOneMoreIs413() throws Exception {
        assertThat(client.post(BULK, bodyOf(4_000_000)).statusCode()).isEqualTo(204);
        HttpResponse<String> refused = client.post(BULK, bodyOf(4_000_001));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(error(refused).at("/status").asInt()).isEqualTo(413);
        assertThat(emulator.records(source)).hasSize(8);
        assertThat(emulator.stats("POST " + BULK).bytes()).isEqualTo(4_000_000);
    }

    @Test
    void aSingleBodyOf5000000BytesPassesAndOneMoreIs413() throws Exception {
        String body = single(source, "{}");

        assertThat(client.post(SINGLE, body + " ".repeat(5_000_000 - body.length()))
                        .statusCode())
                .isEqualTo(204);
        assertThat(client.post(SINGLE, body + " ".repeat(5_000_001 - body.length()))
                        .statusCode())
                .isEqualTo(413);
    }

    static Stream<Arguments> refusedShapes() {
        String type = "{\"data\":{\"type\":\"data-source-record-bulk-create-job\",";
        String records = "\"attributes\":{\"data-source-records\":{\"data\":[" + record("{}") + "]}}";
        String source = relationship("SOURCE");
        return Stream.of(
                Arguments.of("[]", "/data"),
                Arguments.of("{}", "/data"),
                Arguments.of("{\"data\":[]}", "/data"),
                Arguments.of(type + records + "}}", "/data/relationships"),
                Arguments.of(type + records + "," + source + "},\"meta\":{}}", "/meta"),
                Arguments.of(type + records + ",\"id\":\"1\"," + source + "}}", "/data/id"),
                Arguments.of("{\"data\":{" + records + "," + source + "}}", "/data/type"),
                Arguments.of("{\"data\":{\"type\":\"x\"," + records + "," + source + "}}", "/data/type"),
                Arguments.of("{\"data\":{\"type\":7," + records + "," + source + "}}", "/data/type"),
                Arguments.of(type + source + "}}", "/data/attributes"),
                Arguments.of(type + "\"attributes\":{}," + source + "}}", "/data/attributes/data-source-records"),
                Arguments.of(type + "\"attributes\":{\"records\":[]}," + source + "}}", "/data/attributes/records"),
                Arguments.of(
                        type + "\"attributes\":{\"data-source-records\":null}," + source + "}}",
                        "/data/attributes/data-source-records"),
                Arguments.of(
                        type + "\"attributes\":{\"data-source-records\":{\"data\":{}}}," + source + "}}",
                        "/data/attributes/data-source-records/data"),
                Arguments.of(
                        type + "\"attributes\":{\"data-source-records\":{\"data\":[7]}}," + source + "}}",
                        "/data/attributes/data-source-records/data/0"),
                Arguments.of(bulk("SOURCE", "[]"), "/data/attributes/data-source-records/data/0/attributes/record"),
                Arguments.of(bulk("SOURCE", "\"a\""), "/data/attributes/data-source-records/data/0/attributes/record"),
                Arguments.of(
                        bulk("SOURCE", "{}", "null"), "/data/attributes/data-source-records/data/1/attributes/record"),
                Arguments.of(
                        bulk("SOURCE", "{},\"id\":1"), "/data/attributes/data-source-records/data/0/attributes/id"),
                Arguments.of(
                        bulk("SOURCE", "{}").replace("\"data-source-record\"", "\"record\""),
                        "/data/attributes/data-source-records/data/0/type"),
                Arguments.of(
                        bulk("SOURCE", "{}").replace("\"id\":\"SOURCE\"", "\"id\":7"),
                        "/data/relationships/data-source/data/id"),
                Arguments.of(
                        bulk("SOURCE", "{}").replace("\"id\":\"SOURCE\"", "\"id\":\"SOURCE\",\"a/b\":0"),
                        "/data/relationships/data-source/data/a~1b"),
                Arguments.of(bulk("01J7C23V8XWMRG13FMD7VZN6GW", "{}"), "/data/relationships/data-source/data/id"));
    }

    @ParameterizedTest
    @MethodSource("refusedShapes")
    void anythingOutOfShapeIs400AndStoresNothing(String body, String pointer) throws Exception {
        HttpResponse<String> response = client.post(BULK, body.replace("SOURCE", source));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue(ApiClient.JSON_API);
        assertThat(error(response).at("/code").asText()).isEqualTo("invalid");
        assertThat(error(response).at("/title").asText()).isEqualTo("Invalid input.");
        assertThat(error(response).at("/source/pointer").asText()).isEqualTo(pointer);
        assertThat(error(response).at("/id").asText())
                .isEqualTo(response.headers().firstValue("x-klaviyo-req-id").orElseThrow());
        assertThat(emulator.records(source)).isEmpty();
    }

    static Stream<Arguments> refusedSingleShapes() {
        String good = single("SOURCE", "{}");
        String data = "/data/attributes/data-source-record/data";
        return Stream.of(
                Arguments.of("[]", "/data"),
                Arguments.of("{}", "/data"),
                Arguments.of("{\"data\":[" + good + "]}", "/data"),
                Arguments.of(bulk("SOURCE", "{}"), "/data/type"),
                Arguments.of(good.replace("-create-job\"", "-create-jobs\""), "/data/type"),
                Arguments.of(good.replaceFirst("\"type\"", "\"id\":\"1\",\"type\""), "/data/id"),
                Arguments.of(good.replace("," + relationship("SOURCE"), ""), "/data/relationships"),
                Arguments.of(
                        good.replace("\"data-source\":{", "\"data-sources\":{"), "/data/relationships/data-sources"),
                Arguments.of(
                        good.replace("\"data-source-record\":{", "\"data-source-records\":{"),
                        "/data/attributes/data-source-records"),
                Arguments.of(
                        good.replace("{\"data\":" + record("{}") + "}", "null"), "/data/attributes/data-source-record"),
                Arguments.of(good.replace(record("{}"), "[" + record("{}") + "]"), data),
                Arguments.of(good.replace(record("{}"), "{}"), data + "/type"),
                Arguments.of(good.replace("\"data-source-record\",", "\"record\","), data + "/type"),
                Arguments.of(good.replace(record("{}"), "{\"type\":\"data-source-record\"}"), data + "/attributes"),
                Arguments.of(good.replace("\"record\":{}", "\"record\":{},\"x\":1"), data + "/attributes/x"),
                Arguments.of(single("SOURCE", "[]"), data + "/attributes/record"),
                Arguments.of(single("SOURCE", "null"), data + "/attributes/record"),
                Arguments.of(single("SOURCE", ofBytes(512_001)), data + "/attributes/record"),
                Arguments.of(good.replace("\"id\":\"SOURCE\"", "\"id\":7"), "/data/relationships/data-source/data/id"),
                Arguments.of(single("01J7C23V8XWMRG13FMD7VZN6GW", "{}"), "/data/relationships/data-source/data/id"));
    }

    @ParameterizedTest
    @MethodSource("refusedSingleShapes")
    void aSingleRecordOutOfShapeIs400AndStoresNothing(String body, String pointer) throws Exception {
        HttpResponse<String> response = client.post(SINGLE, body.replace("SOURCE", source));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/code").asText()).isEqualTo("invalid");
        assertThat(error(response).at("/source/pointer").asText()).isEqualTo(pointer);
        assertThat(emulator.records(source)).isEmpty();
    }

    @Test
    void anUnknownFieldIsNamedAsKlaviyoNamesIt() throws Exception {
        HttpResponse<String> response = client.post(
                BULK, "{\"data\":{\"type\":\"data-source-record-bulk-create-job\",\"attributes\":{\"records\":[]}}}");

        assertThat(error(response).at("/detail").asText())
                .isEqualTo("'records' is not a valid field for the resource 'data-source-record-bulk-create-job'.");
    }

    static Stream<byte[]> malformed() {
        String good = bulk("SOURCE", "{\"a\":1}");
        Stream<String> texts = Stream.of(
                "",
                " ",
                "nonsense",
                good.substring(0, good.length() - 1),
                good + "x",
                good + "{}",
                good.replace("\"a\":1", "\"a\":NaN"),
                good.replace("\"a\":1", "\"a\":Infinity"),
                good.replace("\"a\":1", "\"a\":01"),
                good.replace("\"a\":1", "\"a\":1."),
                good.replace("\"a\":1", "\"a\":+1"),
                good.replace("\"a\":1", "\"a\":1,"),
                good.replace("\"a\":1", "a:1"),
                good.replace("\"a\":1", "'a':1"),
                good.replace("\"a\":1", "\"a\":1/* */"),
                good.replace("\"a\":1", "\"a\":\"\n\""),
                good.replace("\"a\":1", "\"a\":\"\\x\""),
                good.replace("\"a\":1", "\"a\":1,\"a\":2"),
                good.replace("\"a\":1", "\"b\":{\"a\":1,\"\\u0061\":2}"),
                good.replace("{\"data\":{\"type\"", "{\"data\":{\"type\":\"x\",\"type\""),
                "\ufeff" + good);
        Stream<byte[]> bytes = Stream.of(
                good.getBytes(StandardCharsets.UTF_16BE),
                good.getBytes(StandardCharsets.UTF_16LE),
                good.replace("\"a\":1", "\"a\":\"\u00e4\"").getBytes(StandardCharsets.ISO_8859_1),
                // An overlong slash and half of a surrogate pair, as only careless encoders write them.
                good.replace("\"a\":1", "\"a\":\"\u00c0\u00af\"").getBytes(StandardCharsets.ISO_8859_1),
                good.replace("\"a\":1", "\"a\":\"\u00ed\u00a0\u0080\"").getBytes(StandardCharsets.ISO_8859_1));
        return Stream.concat(texts.map(text -> text.getBytes(StandardCharsets.UTF_8)), bytes);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNotStrictJsonInUtf8Is400(byte[] body) throws Exception {
        byte[] named = new String(body, StandardCharsets.ISO_8859_1)
                .replace("SOURCE", source)
                .getBytes(StandardCharsets.ISO_8859_1);
        HttpResponse<String> response = client.send("POST", BULK, named);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/code").asText()).isEqualTo("invalid");
        assertThat(error(response).at("/detail").asText()).startsWith("The payload is not a valid JSON document: ");
        assertThat(emulator.records(source)).isEmpty();
    }

    @Test
    void recordsOfOneRequestStayTogetherWhenManyWriteAtOnce() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Integer>> requests = new ArrayList<>();
            for (int request = 0; request < 200; request++) {
                String[] records = Collections.nCopies(500, "{\"request\":" + request + "}")
                        .toArray(new String[0]);
                requests.add(() -> client.ingest(source, records).statusCode());
            }
            for (var status : writers.invokeAll(requests)) {
                assertThat(status.get()).isEqualTo(204);
            }
        } finally {
            writers.shutdown();
        }

        List<String> records = emulator.records(source);
        assertThat(records).hasSize(100_000);
        assertThat(IntStream.range(0, 200)
                        .allMatch(chunk -> records.subList(chunk * 500, chunk * 500 + 500).stream()
                                        .distinct()
                                        .count()
                                == 1))
                .isTrue();
        assertThat(emulator.stats("POST " + BULK).records()).isEqualTo(100_000);
    }

    private static String ofBytes(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
    }

    private String bodyOf(int bytes) {
        String[] records = Collections.nCopies(8, ofBytes(490_000)).toArray(new String[0]);
        String body = bulk(source, records);
        return body + " ".repeat(bytes - body.length());
    }
}
