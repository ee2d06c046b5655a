package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.DELETE;
import static io.github.klaviyospark.emulator.ObjectClient.TYPES;
import static io.github.klaviyospark.emulator.ObjectClient.UNKNOWN;
import static io.github.klaviyospark.emulator.ObjectClient.deleteBody;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and removing objects, and the log of those that were not made. */
final class ObjectRecordsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ObjectClient objects;
    private String source;
    private String type;

    @BeforeEach
    void start() throws Exception {
        emulator = KlaviyoEmulator.builder().quotas(false).time(time).start();
        client = new ApiClient(emulator.endpoint());
        objects = new ObjectClient(client);
        source = emulator.createDataSource("orders");
        type = objects.createType("Order", "a:int");
        objects.mapFlat(objects.draft(type), source, "a");
        objects.activate(objects.draft(type));
        time.pass(SECOND);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private List<String> ids() throws Exception {
        return objects.records(type).stream()
                .map(each -> each.at("/id").asText())
                .toList();
    }

    private static String record(Object id, Object a) {
        return "{\"id\":\"" + id + "\",\"a\":" + a + "}";
    }

    @Test
    void recordsBecomeVisibleAfterTheLag() throws Exception {
        client.ingest(source, record(1, 1));
        time.pass(SECOND.minus(NANO));
        assertThat(ids()).isEmpty();
        assertThat(client.get("/api/object-records/" + type + ":::1").statusCode())
                .isEqualTo(404);
        client.ingest(source, record(1, 2), record(2, "true"));
        time.pass(NANO);
        assertThat(objects.records(type)).containsExactly(json(record(1, 1)));
        assertThat(objects.logs(type)).isEmpty();
        time.pass(SECOND.minus(NANO));
        assertThat(objects.records(type)).containsExactly(json(record(1, 2)));
        assertThat(objects.logs(type)).hasSize(1);
    }

    @Test
    void pagesFollowEachOtherByAscendingId() throws Exception {
        String[] records =
                IntStream.range(0, 45).mapToObj(i -> record("%" + (99 - i), i)).toArray(String[]::new);
        client.ingest(source, records);
        time.pass(SECOND);
        List<String> found = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String next = TYPES + "/" + type + "/relationships/object-records";
        while (next != null) {
            JsonNode page = json(client.get(next));
            page.at("/data").forEach(each -> found.add(each.at("/id").asText()));
            sizes.add(page.at("/data").size());
            next = page.at("/links/next").asText(null);
            client.ingest(source, record("%1", 0), record("%99999", 0));
        }

        assertThat(sizes).containsExactly(20, 20, 5);
        assertThat(found).hasSize(45).isSorted().first().isEqualTo(type + ":::%55");
        JsonNode first = json(client.get(TYPES + "/" + type + "/object-records?page%5Bsize%5D=2"));
        String cursor = first.at("/links/next").asText();
        assertThat(json(client.get(cursor)).at("/data")).hasSize(2);
        assertThat(json(client.get(TYPES + "/" + type + "/object-records?page%5Bsize%5D=45"))
                        .at("/links/next")
                        .isNull())
                .isTrue();
        for (String wrong : List.of(
                cursor.replace("=2&", "=3&"),
                cursor.replace("/object-records", "/relationships/object-records"),
                TYPES + "/" + type + "/object-records?page%5Bcursor%5D=x",
                TYPES + "/" + type + "/object-records?page%5Bsize%5D=101",
                TYPES + "/" + type + "/object-records?page%5Bsize%5D=0",
                TYPES + "/" + type + "/object-records?filter=equals(id,%22x%22)",
                TYPES + "/" + type + "/object-records?sort=id")) {
            assertThat(client.get(wrong).statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(json(client.get(TYPES + "/" + type + "/object-records?fields%5Bobject-record%5D=id"))
                        .at("/data/0/attributes"))
                .isEmpty();
    }

    @Test
    void anObjectIsReadByTypeAndId() throws Exception {
        assertThat(client.get("/api/object-records/" + type + ":::1").statusCode())
                .isEqualTo(404);
        assertThat(client.get("/api/object-records/" + UNKNOWN + ":::1").statusCode())
                .isEqualTo(404);
        for (String malformed : List.of("x", "x:::1", type, type + "::1", type + ":::")) {
            assertThat(client.get("/api/object-records/" + malformed).statusCode())
                    .as(malformed)
                    .isEqualTo(400);
        }
    }

    @Test
    void anIdMayHoldAnyCharacter() throws Exception {
        List<String> ids = List.of(
                "\n",
                "\u007f",
                "..",
                ".",
                "a;b",
                "a?b#c",
                "%2F",
                "\\",
                "+",
                ":::",
                "[0]",
                "\u00e4\ud83d\ude00",
                "//",
                " ");
        for (String id : ids) {
            client.ingest(source, "{\"id\":" + JsonNodeFactory.instance.textNode(id) + "}");
        }
        time.pass(SECOND);
        for (String id : ids) {
            HttpResponse<String> read = client.get("/api/object-records/" + Query.encode(type + ":::" + id));
            assertThat(read.statusCode()).as(id).isEqualTo(200);
            assertThat(json(read).at("/data/id").asText()).isEqualTo(type + ":::" + id);
            assertThat(client.get(json(read).at("/links/self").asText()).statusCode())
                    .isEqualTo(200);
        }
        assertThat(ids()).hasSize(ids.size());
    }

    @Test
    void deletedObjectsGoAfterTheLagAndDoNotComeBackByThemselves() throws Exception {
        client.ingest(source, record(1, 1), record(2, 2), record("a/b:::c", 3));
        time.pass(SECOND);
        HttpResponse<String> taken =
                objects.delete(type + ":::1", type + ":::a/b:::c", type + ":::none", type + ":::1");

        assertThat(taken.statusCode()).isEqualTo(202);
        assertThat(taken.body()).isEmpty();
        assertThat(taken.headers().firstValue("content-type")).isEmpty();
        assertThat(emulator.stats("POST " + DELETE).records()).isEqualTo(4);
        assertThat(emulator.objects(type)).hasSize(1);
        time.pass(SECOND.minus(NANO));
        assertThat(ids()).hasSize(3);
        time.pass(NANO);
        assertThat(ids()).containsExactly("2");
        assertThat(client.get("/api/object-records/" + type + ":::1").statusCode())
                .isEqualTo(404);

        String next = objects.createSchema(type, "a:int");
        objects.mapFlat(next, source, "a");
        objects.activate(next);
        time.pass(SECOND.plus(SECOND));
        assertThat(ids()).containsExactly("2");
        client.ingest(source, record(1, 4));
        time.pass(SECOND);
        assertThat(objects.records(type)).containsExactly(json(record(1, 4)), json(record(2, 2)));
        assertThat(emulator.objects(type))
                .extracting(line -> json(line).at("/id").asText())
                .containsExactly("2", "1");
    }

    @Test
    void aRecordThatArrivedBeforeTheDeletionIsDeletedBeforeAnybodySeesIt() throws Exception {
        client.ingest(source, record(1, 1));
        objects.delete(type + ":::1");
        client.ingest(source, record(2, 2));
        objects.delete(type + ":::2");
        client.ingest(source, record(2, 3));
        time.pass(SECOND);

        assertThat(objects.records(type)).containsExactly(json(record(2, 3)));
    }

    @Test
    void aDeletionThatCannotBeIsRefusedAsAWhole() throws Exception {
        client.ingest(source, record(1, 1));
        time.pass(SECOND);
        String right = type + ":::1";
        HttpResponse<String> unknown = objects.delete(right, UNKNOWN + ":::1");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(error(unknown).at("/source/pointer").asText())
                .isEqualTo("/data/relationships/object-records/data/1/id");
        HttpResponse<String> malformed = objects.delete(right, "1");
        assertThat(malformed.statusCode()).isEqualTo(400);
        assertThat(error(malformed).at("/source/pointer").asText())
                .isEqualTo("/data/relationships/object-records/data/1/id");
        assertThat(objects.delete().statusCode()).isEqualTo(400);
        assertThat(objects.delete(Collections.nCopies(501, right).toArray(new String[0]))
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post(DELETE, deleteBody(right).replace("\"object-record\"", "\"record\""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post(DELETE, deleteBody(right).replace("\"id\"", "\"meta\":{},\"id\""))
                        .statusCode())
                .isEqualTo(400);
        String padding = " ".repeat(5_000_000 - deleteBody(right).length());
        assertThat(client.post(DELETE, deleteBody(right) + padding + " ").statusCode())
                .isEqualTo(413);
        time.pass(SECOND);
        assertThat(ids()).hasSize(1);
        assertThat(client.post(DELETE, deleteBody(right) + padding).statusCode())
                .isEqualTo(202);
        assertThat(objects.delete(Collections.nCopies(500, right).toArray(new String[0]))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aPoisonedIdRefusesADeletion() throws Exception {
        client.ingest(source, record("POISON", 1), record(2, 2));
        Fault fault = Fault.builder("POST " + DELETE, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build();
        emulator.fault(fault);
        HttpResponse<String> refused = objects.delete(type + ":::2", type + ":::POISON");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).findValuesAsText("pointer"))
                .containsExactly("/data/relationships/object-records/data/1/id");
        assertThat(emulator.objects(type)).hasSize(2);
        assertThat(objects.delete(type + ":::2").statusCode()).isEqualTo(202);
        assertThat(emulator.fired(fault)).isEqualTo(1);
        emulator.clearFaults();
        emulator.fault(
                Fault.builder("POST /api/*", Fault.Kind.POISON).status(413).build());
        assertThat(objects.delete(type + ":::2").statusCode()).isEqualTo(413);
    }

    @Test
    void theLogTellsWhatWentWrongWithTheNewestFirst() throws Exception {
        client.ingest(source, record(1, 1), record(2, "\"x\""));
        time.pass(SECOND);
        client.ingest(source, "{\"a\":1}", record(1, "[" + "7,".repeat(200) + "7]"));
        time.pass(SECOND);
        JsonNode logs =
                json(client.get(TYPES + "/" + type + "/object-ingestion-logs?include=object-record,object-type"));
        JsonNode newest = logs.at("/data/0");

        assertThat(newest.at("/attributes/status").asText()).isEqualTo("error");
        assertThat(newest.at("/attributes/event_type").asText()).isEqualTo("validation_error");
        assertThat(newest.at("/attributes/timestamp").asText()).isEqualTo("2026-07-20T12:00:02.123456+00:00");
        assertThat(newest.at("/attributes/summary").asText())
                .isEqualTo("The value does not fit the type of the property.");
        assertThat(newest.at("/attributes/errors/0"))
                .isEqualTo(json(
                        "{\"code\":\"invalid_type\",\"message\":\"The value does not fit the type of the property.\","
                                + "\"property\":\"a\",\"invalid_value\":\"[" + "7,".repeat(99) + "7\"}"));
        assertThat(newest.at("/relationships/object-type/data/id").asText()).isEqualTo(type);
        assertThat(newest.at("/relationships/object-record/data/id").asText()).isEqualTo(type + ":::1");
        assertThat(logs.at("/data/1/relationships/object-record/data").isMissingNode())
                .isTrue();
        assertThat(logs.at("/data")).hasSize(3);
        assertThat(logs.at("/included/0/id").asText()).isEqualTo(type);
        assertThat(logs.at("/included/1/id").asText()).isEqualTo(type + ":::1");
        assertThat(logs.at("/included")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 equals(record_id,\"1\")",
                "0 equals(record_id,\"9\")",
                "3 equals(status,\"error\")",
                "0 equals(status,\"warning\")",
                "3 any(status,[\"warning\",\"error\"])",
                "3 equals(status,[\"info\",\"error\"])",
                "3 equals(event_type,\"validation_error\")",
                "3 any(event_type,[\"validation_error\"])",
                "1 greater-or-equal(timestamp,2026-07-20T12:00:02.123456Z)",
                "2 less-than(timestamp,2026-07-20T12:00:02.123456Z)",
                "0 greater-or-equal(timestamp,2026-07-20T12:00:02.123457Z)",
                "1 greater-or-equal(timestamp,2026-07-20T12:00:02Z),less-than(timestamp,2026-07-20T12:00:03Z),equals(record_id,\"1\")",
                "0 less-than(timestamp,2020-01-01T00:00:00Z)",
                "-1 equals(status,\"failed\")",
                "-1 any(record_id,[\"1\"])",
                "-1 equals(record_id,[\"1\"])",
                "-1 greater-than(timestamp,2026-07-20T12:00:02Z)",
                "-1 greater-or-equal(timestamp,\"2026-07-20T12:00:02Z\")",
                "-1 equals(record_id,1)",
                "-1 equals(summary,\"x\")",
                "-1 any(status,[])",
                "-1 equals(status,\"error\"),equals(status,\"error\")",
                "-1 status"
            })
    void theLogIsFiltered(String expectation) throws Exception {
        client.ingest(source, record(1, "\"x\""), record(2, "\"x\""));
        time.pass(SECOND);
        client.ingest(source, record(1, "\"y\""));
        time.pass(SECOND);
        int expected = Integer.parseInt(expectation.substring(0, expectation.indexOf(' ')));
        String filter = Query.encode(expectation.substring(expectation.indexOf(' ') + 1));
        for (String path : List.of("/object-ingestion-logs", "/relationships/object-ingestion-logs")) {
            HttpResponse<String> answer = client.get(TYPES + "/" + type + path + "?filter=" + filter);
            assertThat(answer.statusCode()).isEqualTo(expected < 0 ? 400 : 200);
            assertThat(json(answer).at("/data")).hasSize(Math.max(0, expected));
        }
    }

    @Test
    void fieldsOfTheLogAreLeftOutWhenOthersAreAskedFor() throws Exception {
        client.ingest(source, record(1, "\"x\""));
        time.pass(SECOND);
        String path = TYPES + "/" + type + "/object-ingestion-logs";
        JsonNode whole = json(client.get(path)).at("/data/0");

        for (String name : List.of("errors", "event_type", "status", "summary", "timestamp")) {
            JsonNode sparse = json(client.get(path + "?fields%5Bobject-ingestion-log%5D=" + name))
                    .at("/data/0");
            assertThat(sparse.at("/attributes")).hasSize(1);
            assertThat(sparse.at("/attributes/" + name)).isEqualTo(whole.at("/attributes/" + name));
            assertThat(sparse.at("/relationships")).isEqualTo(whole.at("/relationships"));
        }
        assertThat(client.get(path + "?fields%5Bobject-ingestion-log%5D=colour").statusCode())
                .isEqualTo(400);
        assertThat(client.get(path + "?include=colour").statusCode()).isEqualTo(400);
        assertThat(client.get(path + "?sort=timestamp").statusCode()).isEqualTo(400);
        assertThat(client.get(path + "?page%5Bcursor%5D=x").statusCode()).isEqualTo(400);
    }

    @Test
    void allOfTheLogIsHeldAtOnce() throws Exception {
        String path = "object-types/" + type + "/object-ingestion-logs";
        client.ingest(source, record(1, "\"x\""), "{\"a\":1}");
        List<JsonNode> held = emulator.resources(path).map(ApiClient::json).toList();
        assertThat(held).hasSize(2);
        assertThat(json(client.get("/api/" + path)).at("/data")).isEmpty();
        time.pass(SECOND);
        JsonNode shown = json(client.get("/api/" + path)).at("/data");

        for (int i = 0; i < 2; i++) {
            assertThat(held.get(i).at("/id")).isEqualTo(shown.at("/" + i + "/id"));
            assertThat(held.get(i).at("/attributes")).isEqualTo(shown.at("/" + i + "/attributes"));
            assertThat(held.get(i).at("/relationships/object-record").textValue())
                    .isEqualTo(shown.at("/" + i + "/relationships/object-record/data/id")
                            .textValue());
        }
        assertThat(client.get("/__emulator/resources?collection=object-types/x/object-ingestion-logs")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.post("/__emulator/resources?collection=" + path, "{}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theLogHasFiftyEntriesAPageAndForgetsAfterFourteenDays() throws Exception {
        String[] wrong = Collections.nCopies(120, record(1, "\"x\"")).toArray(new String[0]);
        client.ingest(source, wrong);
        time.pass(SECOND);
        List<Integer> sizes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        String next = TYPES + "/" + type + "/relationships/object-ingestion-logs";
        while (next != null) {
            JsonNode page = json(client.get(next));
            sizes.add(page.at("/data").size());
            page.at("/data").forEach(each -> ids.add(each.at("/id").asText()));
            next = page.at("/links/next").asText(null);
            client.ingest(source, record(2, "\"x\""));
            time.pass(SECOND);
        }
        assertThat(sizes).containsExactly(50, 50, 20);
        assertThat(ids).doesNotHaveDuplicates().isSortedAccordingTo(Collections.reverseOrder());
        assertThat(client.get(TYPES + "/" + type + "/object-ingestion-logs?page%5Bsize%5D=5")
                        .statusCode())
                .isEqualTo(400);

        time.pass(Duration.ofDays(14).minus(SECOND.multipliedBy(4)));
        assertThat(objects.logs(type)).hasSize(50);
        time.pass(NANO);
        assertThat(objects.logs(type)).hasSize(3);
        time.pass(Duration.ofDays(1));
        assertThat(objects.logs(type)).isEmpty();
    }

    @Test
    void theControlInterfaceShowsAllAtOnce() throws Exception {
        client.ingest(source, record("b", 1), record("a", 1.0), "{\"id\":\"\u00e4\"}");
        HttpResponse<String> lines = client.get("/__emulator/objects?object-type=" + type);

        assertThat(lines.headers().firstValue("content-type")).hasValue("application/x-ndjson");
        assertThat(lines.body().lines())
                .containsExactly(
                        "{\"id\":\"b\",\"properties\":{\"a\":1},\"links\":{},\"record\":1}",
                        "{\"id\":\"a\",\"properties\":{\"a\":1},\"links\":{},\"record\":2}",
                        "{\"id\":\"\u00e4\",\"properties\":{\"a\":null},\"links\":{},\"record\":3}");
        assertThat(emulator.objects(type))
                .containsExactlyElementsOf(lines.body().lines().toList());
        assertThat(client.get("/__emulator/objects").statusCode()).isEqualTo(400);
        assertThat(client.get("/__emulator/objects?object-type=x").statusCode()).isEqualTo(404);
        String draft = objects.createType("Empty", "a:int");
        assertThat(client.get("/__emulator/objects?object-type=" + draft).body())
                .isEmpty();
    }

    @Test
    void quotasAreThoseOfTheDocument() throws Exception {
        try (KlaviyoEmulator limited = KlaviyoEmulator.builder().time(time).start()) {
            ObjectClient other = new ObjectClient(new ApiClient(limited.endpoint()));
            String id = other.createType("Order", "a:int");
            for (String path : List.of("/object-records", "/draft-schema", "/relationships/object-types")) {
                assertThat(other.client().get(TYPES + "/" + id + path).headers().firstValue("RateLimit-Limit"))
                        .hasValue("3, 3;w=1, 60;w=60");
            }
            for (String path : List.of("/object-ingestion-logs", "/relationships/object-ingestion-logs")) {
                assertThat(other.client().get(TYPES + "/" + id + path).headers().firstValue("RateLimit-Limit"))
                        .hasValue("1, 1;w=1, 15;w=60");
            }
            assertThat(other.delete(id + ":::1").headers().firstValue("RateLimit-Limit"))
                    .hasValue("3, 3;w=1, 60;w=60");
        }
    }

    @Test
    void aHundredThousandRecordsAreTakenInOnceEach() throws Exception {
        for (int request = 0; request < 200; request++) {
            int from = request * 500;
            String[] records = IntStream.range(from, from + 500)
                    .mapToObj(i -> record(i % 50_000, i))
                    .toArray(String[]::new);
            assertThat(client.ingest(source, records).statusCode()).isEqualTo(204);
        }
        time.pass(SECOND);

        assertThat(emulator.objects(type)).hasSize(50_000);
        assertThat(json(client.get("/api/object-records/" + type + ":::49999"))
                        .at("/data/attributes/record_properties/a")
                        .asInt())
                .isEqualTo(99_999);
        for (int i = 0; i < 1000; i++) {
            client.ingest(source, record(i, "\"x\""));
            assertThat(client.get("/api/object-records/" + type + ":::" + i).statusCode())
                    .isEqualTo(200);
        }
    }
}
