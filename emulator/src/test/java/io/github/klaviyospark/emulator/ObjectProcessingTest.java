package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.constant;
import static io.github.klaviyospark.emulator.ObjectClient.profiles;
import static io.github.klaviyospark.emulator.ObjectClient.simple;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How records become objects. */
final class ObjectProcessingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration NANO = Duration.ofNanos(1);

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ObjectClient objects;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).time(time).start();
        client = new ApiClient(emulator.endpoint());
        objects = new ObjectClient(client);
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void theWorkedExample() throws Exception {
        String type =
                objects.createType("Order Line", "sku:string!", "quantity:int", "shipped_at:timestamp", "via:string");
        String schema = objects.draft(type);
        String buyer = objects.profileRelationship(schema, "buyer");
        String lines = "$['lines'][*]['line_id']";
        assertThat(objects.map(
                                schema,
                                List.of(
                                        simple(1, source, lines, "$['lines'][*]['sku']"),
                                        simple(2, source, lines, "$[\\\"lines\\\"][*]['qty']"),
                                        simple(3, source, lines, "$['shipped']"),
                                        constant(4, "\"web\"")),
                                List.of(profiles(buyer, source, lines, "", "email", "$['customer']['email']")))
                        .statusCode())
                .isEqualTo(200);
        client.ingest(
                source,
                "{\"customer\":{\"email\":\"a@mail.example.net\"},\"shipped\":\"2026-07-01\",\"lines\":["
                        + "{\"line_id\":\"L1\",\"sku\":\"X\",\"qty\":2},{\"line_id\":\"L2\",\"sku\":\"Y\",\"qty\":\"3\"}]}");
        assertThat(objects.activate(schema).statusCode()).isEqualTo(200);
        assertThat(objects.records(type)).isEmpty();
        time.pass(SECOND.plus(SECOND).minus(NANO));
        assertThat(objects.records(type)).isEmpty();
        time.pass(NANO);

        assertThat(objects.records(type))
                .containsExactly(
                        json("{\"id\":\"L1\",\"sku\":\"X\",\"quantity\":2,\"shipped_at\":\"2026-07-01T00:00:00+00:00\","
                                + "\"via\":\"web\"}"),
                        json("{\"id\":\"L2\",\"sku\":\"Y\",\"quantity\":3,\"shipped_at\":\"2026-07-01T00:00:00+00:00\","
                                + "\"via\":\"web\"}"));
        JsonNode one = json(client.get("/api/object-records/" + type + ":::L2"));
        assertThat(one.at("/data/id").asText()).isEqualTo(type + ":::L2");
        assertThat(objects.logs(type)).isEmpty();
    }

    /** A type with one source that is mapped, active and settled. */
    private String active(String[] properties, List<String> mappings, String... relationships) throws Exception {
        String type = objects.createType("Type " + properties[0], properties);
        String schema = objects.draft(type);
        List<String> related = new ArrayList<>();
        for (String relationship : relationships) {
            String name = relationship.substring(0, relationship.indexOf(' '));
            String id = objects.profileRelationship(schema, name);
            related.add(relationship.substring(name.length() + 1).replace("ID", id));
        }
        HttpResponse<String> mapped = objects.map(schema, mappings, related);
        assertThat(mapped.statusCode()).as(mapped.body()).isEqualTo(200);
        HttpResponse<String> activated = objects.activate(schema);
        assertThat(activated.statusCode()).as(activated.body()).isEqualTo(200);
        time.pass(SECOND);
        return type;
    }

    private List<String> objects(String type) {
        return emulator.objects(type).toList();
    }

    /** What the log says, the newest first: status, code and property of every error, and the object. */
    private List<String> failures(String type) throws Exception {
        time.pass(SECOND);
        return objects.logs(type).stream()
                .map(log -> log.at("/attributes/status").asText() + " "
                        + StreamSupport.stream(log.at("/attributes/errors").spliterator(), false)
                                .map(error -> error.at("/code").asText() + "("
                                        + error.at("/property").asText() + ")="
                                        + error.at("/invalid_value").asText(null))
                                .collect(Collectors.joining(" "))
                        + " of "
                        + log.at("/relationships/object-record/data/id")
                                .asText("nothing")
                                .replace(type + ":::", ""))
                .toList();
    }

    private String flat(String... properties) throws Exception {
        List<String> mappings = new ArrayList<>();
        for (int i = 0; i < properties.length; i++) {
            String name = properties[i].substring(0, properties[i].indexOf(':'));
            mappings.add(simple(i + 1, source, "$['id']", "$['" + name + "']"));
        }
        return active(properties, mappings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a b\"}|a b",
                "{\"id\":12}|12",
                "{\"id\":1.50}|1.50",
                "{\"id\":1E3}|1000",
                "{\"id\":-0.5}|-0.5",
                "{\"id\":true}|true",
                "{\"id\":false}|false",
                "{\"id\":\" \"}|' '",
                "{\"id\":\"a/b%:::\u00e4\\\"?#\"}|a/b%:::\u00e4\"?#"
            })
    void scalarsAreIds(String record, String id) throws Exception {
        String type = flat("a:string");
        client.ingest(source, record);

        assertThat(json(objects(type).get(0)).at("/id").asText()).isEqualTo(id);
        time.pass(SECOND);
        HttpResponse<String> read = client.get("/api/object-records/" + Query.encode(type + ":::" + id));
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(json(read).at("/data/id").asText()).isEqualTo(type + ":::" + id);
        assertThat(client.get(json(read).at("/data/links/self").asText()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|missing_id(id)=null",
                "{\"id\":null}|missing_id(id)=null",
                "{\"id\":\"\"}|missing_id(id)=\"\"",
                "{\"id\":[]}|invalid_id(id)=[]",
                "{\"id\":{\"a\":1.50}}|invalid_id(id)={\"a\":1.50}",
                "{\"id\":1e2000}|invalid_id(id)=1e2000"
            })
    void otherIdsSkipTheRecord(String record, String failure) throws Exception {
        String type = flat("a:string");
        client.ingest(source, record);

        assertThat(objects(type)).isEmpty();
        assertThat(failures(type)).containsExactly("error " + failure + " of nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|",
                "{\"a\":null}|",
                "{\"a\":{}}|",
                "{\"a\":{\"list\":null}}|",
                "{\"a\":{\"list\":[]}}|",
                "{\"a\":{\"list\":[{\"b\":{}}]}}|missing_id(id)=null",
                "{\"a\":{\"list\":[{}]}}|",
                "{\"a\":{\"list\":[{\"b\":null}]}}|",
                "{\"a\":7}|missing_id(id)=7",
                "{\"a\":[]}|missing_id(id)=[]",
                "{\"a\":{\"list\":\"x\"}}|missing_id(id)=\"x\"",
                "{\"a\":{\"list\":{\"b\":{\"id\":1}}}}|missing_id(id)={\"b\":{\"id\":1}}",
                "{\"a\":{\"list\":[null]}}|missing_id(id)=null",
                "{\"a\":{\"list\":[7]}}|missing_id(id)=7",
                "{\"a\":{\"list\":[[]]}}|missing_id(id)=[]",
                "{\"a\":{\"list\":[{\"b\":\"x\"}]}}|missing_id(id)=\"x\""
            })
    void whatIsMissingOnTheWayIsNotInTheRecord(String record, String failure) throws Exception {
        String path = "$['a']['list'][*]['b']['id']";
        String type = active(new String[] {"v:string"}, List.of(simple(1, source, path, "$['v']")));
        client.ingest(source, record);

        assertThat(objects(type)).isEmpty();
        assertThat(failures(type)).isEqualTo(failure == null ? List.of() : List.of("error " + failure + " of nothing"));
    }

    @Test
    void arraysInArraysAndValuesFromEveryLevel() throws Exception {
        String path = "$['a'][*]['b'][*]";
        String type = active(
                new String[] {"top:int", "middle:int", "self:string"},
                List.of(
                        simple(1, source, path, "$['n']"),
                        simple(2, source, path, "$['a'][*]['n']"),
                        simple(3, source, path, "$['a'][*]['b'][*]")));
        client.ingest(source, "{\"n\":1,\"a\":[{\"n\":2,\"b\":[\"x\",\"y\"]},{\"b\":[\"z\",\"x\",null,{}]}]}");

        assertThat(objects(type))
                .containsExactly(
                        "{\"id\":\"x\",\"properties\":{\"top\":1,\"middle\":null,\"self\":\"x\"},\"links\":{},\"record\":1}",
                        "{\"id\":\"y\",\"properties\":{\"top\":1,\"middle\":2,\"self\":\"y\"},\"links\":{},\"record\":1}",
                        "{\"id\":\"z\",\"properties\":{\"top\":1,\"middle\":null,\"self\":\"z\"},\"links\":{},\"record\":1}");
        assertThat(failures(type))
                .containsExactly("error invalid_id(id)={} of nothing", "error missing_id(id)=null of nothing");
    }

    @Test
    void aNewRecordReplacesAllPropertiesAndAFailedOneNone() throws Exception {
        String type = flat("a:int!", "b:string", "c:boolean");
        client.ingest(source, "{\"id\":\"1\",\"a\":1,\"b\":\"x\",\"c\":\"yes\"}", "{\"id\":\"1\",\"a\":\"2.0\"}");
        assertThat(objects(type))
                .containsExactly(
                        "{\"id\":\"1\",\"properties\":{\"a\":2,\"b\":null,\"c\":null},\"links\":{},\"record\":2}");
        client.ingest(
                source,
                "{\"id\":\"1\",\"b\":true,\"c\":1}",
                "{\"id\":\"1\",\"a\":null,\"b\":\"y\"}",
                "{\"id\":\"2\",\"a\":\"2.5\"}");

        assertThat(objects(type))
                .containsExactly(
                        "{\"id\":\"1\",\"properties\":{\"a\":2,\"b\":null,\"c\":null},\"links\":{},\"record\":2}");
        assertThat(failures(type))
                .containsExactly(
                        "error invalid_type(a)=\"2.5\" of 2",
                        "error missing_required(a)=null of 1",
                        "error missing_required(a)=null invalid_type(b)=true invalid_type(c)=1 of 1");
    }

    @Test
    void anObjectHasAtMost8000Bytes() throws Exception {
        String type = flat("a:string", "b:string", "c:string", "d:string", "e:string");
        String four = "\"a\":\"" + "x".repeat(2000) + "\",\"b\":\"" + "\u00e4".repeat(1000) + "\",\"c\":\""
                + "x".repeat(2000) + "\",";
        // {"id":"1","a":"…","b":"…","c":"…","d":"…"} is 38 bytes beside the values.
        client.ingest(source, "{\"id\":\"1\"," + four + "\"d\":\"" + "x".repeat(1963) + "\"}");
        client.ingest(source, "{\"id\":\"2\"," + four + "\"d\":\"" + "x".repeat(1962) + "\"}");
        client.ingest(source, "{\"id\":\"3\"," + four + "\"d\":\"" + "x".repeat(1961) + "\\\"\"}");
        client.ingest(source, "{\"id\":\"4\",\"a\":\"" + "x".repeat(2001) + "\"}");

        String whole = objects(type).get(0);
        JsonNode properties = json(whole).at("/properties");
        int size = ("{\"id\":\"2\",\"a\":" + properties.get("a") + ",\"b\":" + properties.get("b") + ",\"c\":"
                        + properties.get("c") + ",\"d\":" + properties.get("d") + "}")
                .getBytes(StandardCharsets.UTF_8)
                .length;
        assertThat(size).isEqualTo(8000);
        assertThat(objects(type)).hasSize(1);
        assertThat(failures(type))
                .containsExactly(
                        "error property_too_large(a)=\"" + "x".repeat(199) + " of 4",
                        "error object_too_large()=null of 3",
                        "error object_too_large()=null of 1");
    }

    @Test
    void groupsOfATypeChangeOnlyTheirOwnProperties() throws Exception {
        String other = emulator.createDataSource("stock");
        String type = active(
                new String[] {"name:string", "stock:int", "origin:string"},
                List.of(
                        simple(1, source, "$['id']", "$['name']"),
                        simple(2, other, "$['sku']", "$['stock']"),
                        constant(3, "7")));
        client.ingest(source, "{\"id\":\"1\",\"name\":\"x\"}");
        client.ingest(other, "{\"sku\":1,\"stock\":5}", "{\"sku\":2,\"stock\":6}");
        client.ingest(source, "{\"id\":\"1\"}", "{\"id\":\"2\",\"name\":7}");

        assertThat(objects(type))
                .containsExactly(
                        "{\"id\":\"1\",\"properties\":{\"name\":null,\"stock\":5,\"origin\":\"7\"},\"links\":{},\"record\":2}",
                        "{\"id\":\"2\",\"properties\":{\"name\":\"7\",\"stock\":6,\"origin\":\"7\"},\"links\":{},\"record\":3}");
    }

    @Test
    void aNewVersionGoesThroughAllRecordsAgain() throws Exception {
        String type = flat("a:string");
        client.ingest(source, "{\"id\":1,\"a\":\"x\",\"n\":1}", "{\"id\":2,\"a\":\"y\",\"n\":\"z\"}");
        time.pass(SECOND);
        String next = objects.createSchema(type, "n:int");
        objects.mapFlat(next, source, "n");
        objects.activate(next);
        client.ingest(source, "{\"id\":3,\"a\":\"z\",\"n\":3}");
        time.pass(SECOND);
        assertThat(objects(type))
                .containsExactly(
                        "{\"id\":\"1\",\"properties\":{\"n\":1},\"links\":{},\"record\":1}",
                        "{\"id\":\"3\",\"properties\":{\"n\":3},\"links\":{},\"record\":3}");
        // Readers see the version before for one more lag, and what it made of the records until the end.
        assertThat(objects.records(type)).hasSize(3).allMatch(each -> each.has("a"));
        assertThat(failuresNow(type)).isEmpty();
        time.pass(SECOND.minus(NANO));
        assertThat(objects.records(type)).hasSize(3).allMatch(each -> each.has("a"));
        time.pass(NANO);
        assertThat(objects.records(type)).hasSize(2).allMatch(each -> each.has("n"));
        assertThat(failuresNow(type)).hasSize(1);
    }

    private List<JsonNode> failuresNow(String type) throws Exception {
        return objects.logs(type);
    }

    @Test
    void whatIsAwkwardInAJsonTextIsKept() throws Exception {
        String type = flat("a:string", "b:float");
        client.ingest(
                source,
                "{\"id\":\"\\ud800\",\"a\":\"\\udc00\",\"b\":0.1}",
                "{\"id\":2,\"b\":1E3}",
                "{\"id\":3,\"b\":1e-7}");
        time.pass(SECOND);

        assertThat(client.get(ObjectClient.TYPES + "/" + type + "/object-records")
                        .body())
                .contains("\"b\":1000}", "\"b\":0.0000001}", "\"a\":\"\ufffd\"");
    }

    @Test
    void anIntegerMayHaveTwoThousandDigits() throws Exception {
        String type = flat("a:int");
        String digits = "9".repeat(2000);
        HttpResponse<String> taken = client.ingest(source, "{\"id\":1,\"a\":" + digits + "}");

        assertThat(taken.statusCode()).isEqualTo(204);
        assertThat(objects(type)).hasSize(1).first().asString().contains(digits);
        time.pass(SECOND);
        assertThat(client.get(ObjectClient.TYPES + "/" + type + "/object-records")
                        .body())
                .contains(digits);
    }

    @Test
    void concurrentRequestsAreAppliedInTheOrderInWhichTheyArrived() throws Exception {
        String type = flat("a:int");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<HttpResponse<String>>> requests = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                String record = "{\"id\":\"x\",\"a\":" + i + "}";
                requests.add(() -> client.ingest(source, record));
            }
            for (Future<HttpResponse<String>> answer : threads.invokeAll(requests)) {
                assertThat(answer.get().statusCode()).isEqualTo(204);
            }
        } finally {
            threads.shutdown();
        }
        String last = emulator.records(source).get(199);

        assertThat(json(objects(type).get(0)).at("/properties/a"))
                .isEqualTo(json(last).at("/a"));
        assertThat(json(objects(type).get(0)).at("/record").asInt()).isEqualTo(200);
    }
}
