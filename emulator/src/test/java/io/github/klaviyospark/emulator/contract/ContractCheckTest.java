package io.github.klaviyospark.emulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ContractCheckTest {
    private static final String JSON_API = "application/vnd.api+json";
    private static final String BULK = "/api/data-source-record-bulk-create-jobs";
    private static final String CREATE = "{'data':{'type':'data-source','attributes':{'title':'orders'}}}";
    private static final String ERROR = "{'errors':[{'id':'e','code':'invalid','title':'t','detail':'d'}]}";
    private static final String SOURCE = "{'type':'data-source','id':'s','attributes':{'title':'orders',"
            + "'visibility':'private','description':'','namespace':'custom-objects'},'links':{'self':'http://h/s'}}";

    @TempDir
    private Path folder;

    private ContractCheck check;
    private Exchange exchange;

    @BeforeEach
    void start() {
        check = ContractCheck.start(folder, List.of("GET /api/profiles", "DELETE /api/data-sources/{id}"));
        exchange = new Exchange();
    }

    @Test
    void aBulkRequestWithItsAnswerKeepsTheContract() {
        exchange.post(BULK, bulk("{'any':[1,{'thing':null}]}")).answer(204, null, "");

        assertThat(violations()).isEmpty();
        assertThat(check.report()).containsEntry("checked", 1L);
    }

    @Test
    void allOtherOperationsKeepTheContract() {
        exchange.post("/api/data-sources", CREATE).answer(201, JSON_API, "{'data':" + SOURCE + "}");
        exchange.get("/api/data-sources/s").answer(200, JSON_API, "{'data':" + SOURCE + "}");
        exchange.get("/api/data-sources")
                .answer(
                        200,
                        JSON_API + "; charset=utf-8",
                        "{'data':[" + SOURCE + "],'links':{'self':'http://h/','next':null,'prev':null}}");
        exchange.request("DELETE", "/api/data-sources/s", "").answer(204, null, "");
        exchange.post(
                        "/api/data-source-record-create-jobs",
                        "{'data':{'type':'data-source-record-create-job','attributes':{'data-source-record':{'data':"
                                + "{'type':'data-source-record','attributes':{'record':{}}}}}}}")
                .answer(204, null, "");

        assertThat(violations()).isEmpty();
    }

    @Test
    void anErrorMayCarryWhatRecordedOnesCarry() {
        exchange.get("/api/data-sources/s")
                .answer(
                        429,
                        JSON_API,
                        "{'errors':[{'id':'e','status':429,'code':'c','title':'t','detail':'d',"
                                + "'source':{'pointer':'/data'},'links':{'type':'x'},'meta':{}}]}");

        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'type':'data-source-record-bulk-create-job' | 'type':'job' | /data/type is none of the values allowed",
                "'type':'data-source-record-bulk-create-job', | '' | /data/type is missing",
                "'record':{} | 'record':[] | /data/attributes/data-source-records/data/0/attributes/record is no object",
                "'record':{} | 'record':null | /data/attributes/data-source-records/data/0/attributes/record is null",
                "'record':{} | 'secret_column':{} | /data/attributes/data-source-records/data/0/attributes/* is unknown",
                "'record':{} | 'record':{},'links':{} | /data/attributes/data-source-records/data/0/attributes/links is unknown",
                "'data':[ | 'data':[7, | /data/attributes/data-source-records/data/0 is no object",
                "'id':'s' | 'id':1.5 | /data/relationships/data-source/data/id is no string",
                "'id':'s' | 'id':'s','id':'t' | ' is no JSON'",
                "]}} | ]}}} | ' is no JSON'"
            })
    void aBodyThatBreaksARuleIsFound(String part, String by, String violation) {
        String body = bulk("{}");
        assertThat(body).contains(json(part));
        String broken = body.replace(json(part), by.equals("''") ? "" : json(by));
        exchange.agent("klaviyo-spark/1.0").post(BULK, broken).answer(400, JSON_API, ERROR);

        assertThat(violations()).contains("request " + violation.replace("'", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | ''",
                "3 | answer /data/0/attributes/inventory_policy is none of the values allowed",
            })
    void numbersMayBeListed(int policy, String violation) {
        exchange.get("/api/catalog-variants")
                .answer(
                        200,
                        JSON_API,
                        "{'data':[{'type':'catalog-variant','id':'v','attributes':{'inventory_policy':" + policy
                                + "},'links':{'self':'http://h/v'}}],'links':{'self':'http://h/'}}");

        assertThat(violations()).isEqualTo(violation.isEmpty() ? List.of() : List.of(violation));
    }

    @ParameterizedTest
    @CsvSource({
        "page[size]=0, page[size] is out of range",
        "page%5Bsize%5D=101, page[size] is out of range",
        "page[size]=ten, page[size] is no integer",
        "sort=name, sort is none of the values allowed",
        "sort=email&sort=id, sort is given more than once",
        "'fields[profile]=email,shoe', fields[profile] is none of the values allowed",
        "colour=red, * is unknown",
        "fields[data-source]=title, fields[data-source] is unknown",
    })
    void aQueryThatBreaksARuleIsFound(String query, String violation) throws Exception {
        exchange.get("/api/profiles?" + query).answer(200, JSON_API, profiles());

        assertThat(violations()).containsExactly("request " + violation);
    }

    @Test
    void aQueryWithEverythingKeepsTheContract() throws Exception {
        exchange.get(
                        "/api/profiles?page[size]=100&sort=-updated&page%5Bcursor%5D=x&fields%5Bprofile%5D=email,location.city"
                                + "&additional-fields[profile]=subscriptions,predictive_analytics&include=conversations"
                                + "&filter=greater-than(updated,2031-01-01T00:00:00Z)")
                .answer(200, JSON_API, profiles());

        assertThat(violations()).isEmpty();
    }

    @Test
    void headersAreChecked() throws Exception {
        exchange.without("revision").get("/api/profiles").answer(200, JSON_API, profiles());
        exchange.without("authorization").get("/api/profiles").answer(200, JSON_API, profiles());
        exchange.without("accept").get("/api/profiles").answer(200, JSON_API, profiles());
        exchange.without("accept").agent("klaviyo-spark").get("/api/profiles").answer(200, JSON_API, profiles());
        exchange.with("content-type", "application/json").post(BULK, bulk("{}")).answer(204, null, "");

        assertThat(violations())
                .containsExactly(
                        "request revision is missing",
                        "request Authorization is missing",
                        "request Accept is not the media type of the API",
                        "request Content-Type is not the media type of the API");
    }

    @Test
    void bodiesAreThereWhereTheyBelong() throws Exception {
        exchange.post(BULK, "").answer(204, null, "");
        exchange.request("GET", "/api/profiles", "{}").answer(200, JSON_API, profiles());
        exchange.post(BULK, bulk("{}")).answer(204, JSON_API, "{}");
        exchange.get("/api/profiles").answer(200, JSON_API, "");

        assertThat(violations())
                .containsExactly(
                        "request  is missing",
                        "request  must have no body",
                        "answer  must have no body",
                        "answer  is no JSON");
    }

    @Test
    void aPageOfProfilesKeepsTheContract() throws Exception {
        exchange.get("/api/profiles").answer(200, JSON_API, profiles());

        assertThat(violations()).isEmpty();
    }

    /** The item of the page joins two schemas, so members of both are known, at every depth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'email': 'ada@example.com' | 'shoe': 7 | /data/0/attributes/* is unknown",
                "'email': 'ada@example.com' | 'email': 7 | /data/0/attributes/email is no string",
                "'2031-02-03T04:05:06+00:00' | '2031-02-03 04:05:06' | /data/0/attributes/created is no date-time",
                "'2031-02-03T04:05:06+00:00' | '2031-02-30T04:05:06Z' | /data/0/attributes/created is no date-time",
                "'city': 'Turku' | 'street': 'Turku' | /data/0/attributes/location/* is unknown",
                "'60.45' | true | /data/0/attributes/location/latitude is no string",
                "'consent': 'SUBSCRIBED', | | /data/0/attributes/subscriptions/email/marketing/consent is missing",
                "USER_SUPPRESSED | BORED | /data/0/attributes/subscriptions/email/marketing/suppression/0/reason is none of the values allowed",
                "0.25 | 'some' | /data/0/attributes/predictive_analytics/churn_probability is no number",
                "['email', 'sms'] | ['letter'] | /data/0/attributes/predictive_analytics/ranked_channel_affinity/0 is none of the values allowed",
                "'type': 'profile' | 'type': 'person' | /data/0/type is none of the values allowed",
                "'links': {'self': 'http://127.0.0.1:1/api/profiles/01J0000000000000000000MADE'} | 'links': null | /data/0/links is null",
                "'http://127.0.0.1:1/api/profiles?page%5Bsize%5D=1' | '/api/profiles' | /links/self is no uri",
                "'channel': 'sms' | 'channel': 'pigeon' | /included/0/attributes/channel is none of the values allowed",
                "'data': [{'type': 'conversation', 'id': 'c1'}] | 'data': {'type': 'conversation', 'id': 'c1'} | /data/0/relationships/conversations/data is no array",
                "'included' | 'linked' | /* is unknown"
            })
    void aPageOfProfilesThatBreaksARuleIsFound(String part, String by, String violation) throws Exception {
        String page = profiles();
        assertThat(page).containsOnlyOnce(json(part));
        exchange.get("/api/profiles").answer(200, JSON_API, page.replace(json(part), by == null ? "" : json(by)));

        assertThat(violations()).containsExactly("answer " + violation);
    }

    @Test
    void attributesThatWereNotAskedForAreNotRequired() {
        String title =
                "{'data':{'type':'data-source','id':'s','attributes':{'title':'t'},'links':{'self':'http://h/'}}}";
        exchange.get("/api/data-sources/s?fields%5Bdata-source%5D=title").answer(200, JSON_API, title);
        assertThat(violations()).isEmpty();

        exchange.get("/api/data-sources/s").answer(200, JSON_API, title);
        assertThat(violations())
                .containsExactly(
                        "answer /data/attributes/description is missing",
                        "answer /data/attributes/namespace is missing",
                        "answer /data/attributes/visibility is missing");
    }

    @Test
    void whatSurroundsAttributesIsRequiredAllTheSame() {
        exchange.get("/api/data-sources/s?fields%5Bdata-source%5D=title")
                .answer(200, JSON_API, "{'data':{'type':'data-source','attributes':{'title':'t'}}}");

        assertThat(violations()).containsExactly("answer /data/id is missing", "answer /data/links is missing");
    }

    @Test
    void statusAndMediaTypeOfAnAnswerAreChecked() {
        exchange.post(BULK, bulk("{}")).answer(202, null, "");
        exchange.get("/api/data-sources").answer(302, null, "");
        exchange.get("/api/data-sources").answer(503, "text/html; charset=utf-8", "<html></html>");
        exchange.get("/api/data-sources").answer(404, null, "");

        assertThat(violations())
                .containsExactly(
                        "answer 202 is no status of this operation",
                        "answer 302 is no status of this operation",
                        "answer Content-Type is not the media type of the API",
                        "answer Content-Type is not the media type of the API");
    }

    @Test
    void anUnknownPathIsAnsweredWithAnErrorDocument() {
        exchange.get("/nowhere").answer(404, JSON_API, ERROR);
        exchange.get("/api/data-sources/").answer(404, JSON_API, ERROR);
        exchange.request("PUT", "/api/profiles", "").answer(405, JSON_API, ERROR);
        assertThat(violations()).isEmpty();

        exchange.get("/nowhere").answer(404, JSON_API, "{'errors':[{'id':'e'}],'cause':1}");
        assertThat(violations())
                .containsExactly(
                        "answer /errors/0/code is missing",
                        "answer /errors/0/detail is missing",
                        "answer /errors/0/title is missing",
                        "answer /* is unknown");
    }

    @Test
    void anOperationWithoutAContractIsFound() {
        exchange.agent("klaviyo-spark").get("/api/letters").answer(404, JSON_API, ERROR);
        exchange.get("/api/letters").answer(200, JSON_API, "{}");

        assertThat(violations())
                .containsExactly(
                        "request  is an operation without a contract",
                        "request  is an operation without a contract",
                        "answer 200 is no status of this operation");
    }

    @Test
    void anOperationIsServedOnlyWithAContract() {
        check = ContractCheck.start(folder, List.of("GET /api/profiles", "GET /api/letters"));

        assertThat(violations()).containsExactly("answer  is an operation without a contract");
    }

    @Test
    void nonsenseOfOthersIsNoViolationWhenItIsRefused() {
        exchange.without("revision").post(BULK + "?colour=red", "{").answer(400, JSON_API, ERROR);

        assertThat(violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"klaviyo-spark", "klaviyo-spark/0.1.0", "klaviyo-spark-jobs something"})
    void nonsenseOfTheConnectorIsOneWhateverTheAnswer(String agent) {
        exchange.agent(agent).post(BULK, "{").answer(503, JSON_API, ERROR);

        assertThat(violations()).containsExactly("request  is no JSON");
    }

    @Test
    void aSpoiledAnswerIsNotCheckedButItsRequestIs() {
        check.exchange(
                exchange.agent("klaviyo-spark").post(BULK, "{}").traffic().spoiled(204));

        assertThat(violations()).containsExactly("request /data is missing");
    }

    @Test
    void aBodyThatDidNotArriveIsNotJudged() {
        check.exchange(
                new Traffic("POST", BULK, null, exchange.agent("klaviyo-spark").headers(), null)
                        .answered(429, JSON_API, json(ERROR).getBytes(StandardCharsets.UTF_8)));

        assertThat(violations()).isEmpty();
    }

    /** Numbers, names and texts of any length, and any depth: whether they are too much is for others to say. */
    @Test
    void recordsArePassedOverWhateverTheyHold() {
        String digits = "9".repeat(5_000);
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        exchange.post(BULK, bulk("{'n':" + digits + ",'e':1e" + digits + ",'" + "k".repeat(60_000) + "':" + deep + "}"))
                .answer(204, null, "");

        assertThat(violations()).isEmpty();
    }

    @Test
    void nothingOfTheContentIsWrittenDown() throws Exception {
        exchange.agent("klaviyo-spark (ada@example.com)")
                .with("authorization", "Klaviyo-API-Key pk_hidden")
                .post(BULK + "?ada@example.com=1", bulk("{}").replace("record\"", "ada@example.com\""))
                .answer(400, JSON_API, json(ERROR).replace("detail", "ada@example.com"));
        exchange.agent("ada@example.com").get("/api/ada@example.com").answer(200, JSON_API, "{}");

        assertThat(violations()).hasSizeGreaterThan(4);
        assertThat(log()).isNotEmpty().noneMatch(line -> line.contains("ada@example") || line.contains("pk_hidden"));
        assertThat(check.report().toString()).doesNotContain("ada@example", "pk_hidden");
    }

    @Test
    void theLogHasALineForEverythingAtOnce() throws Exception {
        exchange.agent("klaviyo-spark/1").post(BULK, "{}").answer(204, null, "");
        List<String> lines = log();
        String number = lines.get(0).replaceAll(".*\"emulator\":(\\d+).*", "$1");

        assertThat(lines)
                .containsExactly(
                        "{\"event\":\"start\",\"emulator\":" + number
                                + ",\"revision\":\"2026-07-15\",\"serves\":[\"get_profiles\",\"delete_data_source\"]}",
                        "{\"event\":\"violation\",\"emulator\":" + number
                                + ",\"operation\":\"bulk_create_data_source_records\",\"agent\":\"klaviyo-spark\","
                                + "\"status\":204,\"side\":\"request\",\"rule\":\"is missing\",\"place\":\"/data\"}",
                        "{\"event\":\"exchange\",\"emulator\":" + number
                                + ",\"operation\":\"bulk_create_data_source_records\",\"agent\":\"klaviyo-spark\","
                                + "\"status\":204,\"request\":true,\"answer\":true}");

        check.close(1);
        check.close(2);
        assertThat(log())
                .hasSize(4)
                .last()
                .isEqualTo("{\"event\":\"close\",\"emulator\":" + number + ",\"answered\":1}");
    }

    @Test
    void theFolderComesFromThePropertyBeforeTheEnvironment() {
        String name = "klaviyo.emulator.contractLog";
        try {
            System.setProperty(name, "some/folder");
            assertThat(ContractCheck.folder()).hasValue(Path.of("some", "folder"));
            System.setProperty(name, " ");
            assertThat(ContractCheck.folder()).isEmpty();
        } finally {
            System.clearProperty(name);
        }
    }

    private List<String> log() throws Exception {
        try (var files = Files.list(folder)) {
            return Files.readAllLines(files.findFirst().orElseThrow());
        }
    }

    @SuppressWarnings("unchecked")
    private List<String> violations() {
        return ((List<Map<String, Object>>) check.report().get("violations"))
                .stream()
                        .map(line -> line.get("side") + " " + line.get("place") + " " + line.get("rule"))
                        .toList();
    }

    private static String bulk(String record) {
        return json("{'data':{'type':'data-source-record-bulk-create-job','attributes':{'data-source-records':"
                + "{'data':[{'type':'data-source-record','attributes':{'record':" + record + "}}]}},"
                + "'relationships':{'data-source':{'data':{'type':'data-source','id':'s'}}}}}");
    }

    private static String profiles() throws Exception {
        try (var in = ContractCheckTest.class.getResourceAsStream("profiles.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    /** A correct request unless a test changes it. */
    private final class Exchange {
        private final Map<String, List<String>> headers = new TreeMap<>(Map.of(
                "authorization", List.of("Klaviyo-API-Key pk_test"),
                "revision", List.of("2026-07-15"),
                "accept", List.of(JSON_API),
                "content-type", List.of(JSON_API),
                "user-agent", List.of("a-test/1")));
        private Traffic traffic;

        Exchange with(String header, String value) {
            Exchange changed = new Exchange();
            changed.headers.clear();
            changed.headers.putAll(headers);
            changed.headers.put(header, List.of(value));
            return changed;
        }

        Exchange without(String header) {
            Exchange changed = with(header, "");
            changed.headers.remove(header);
            return changed;
        }

        Exchange agent(String name) {
            return with("user-agent", name);
        }

        Map<String, List<String>> headers() {
            return headers;
        }

        Exchange get(String target) {
            return request("GET", target, "");
        }

        Exchange post(String target, String body) {
            return request("POST", target, body);
        }

        Exchange request(String method, String target, String body) {
            String[] parts = target.split("\\?", 2);
            String query = parts.length == 2 ? parts[1] : null;
            byte[] bytes = json(body).getBytes(StandardCharsets.UTF_8);
            traffic = new Traffic(method, parts[0], query, headers, bytes);
            return this;
        }

        Traffic traffic() {
            return traffic;
        }

        void answer(int status, String contentType, String body) {
            check.exchange(traffic.answered(status, contentType, json(body).getBytes(StandardCharsets.UTF_8)));
        }
    }
}
