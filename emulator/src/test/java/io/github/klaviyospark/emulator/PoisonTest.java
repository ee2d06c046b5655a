package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static io.github.klaviyospark.emulator.ApiClient.SINGLE;
import static io.github.klaviyospark.emulator.ApiClient.bulk;
import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ApiClient.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.emulator.Fault.Kind;
import java.io.IOException;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused because of what one of their records holds. */
final class PoisonTest {
    private static final String OPERATION = "POST " + BULK;
    private static final String RECORDS = "/data/attributes/data-source-records/data/";
    private static final String POISONED = "{\"name\":\"a POISON b\"}";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().time(time).start();
        client = new ApiClient(emulator.endpoint());
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void oneRecordRefusesTheWholeRequest() throws Exception {
        Fault fault = set(poison());
        HttpResponse<String> refused = client.ingest(source, "{}", POISONED, "{}");
        String id = refused.headers().firstValue("x-klaviyo-req-id").orElseThrow();

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("content-type")).hasValue(ApiClient.JSON_API);
        assertThat(json(refused))
                .isEqualTo(json("{\"errors\":[{\"id\":\"" + id + "\",\"status\":400,\"code\":\"invalid\",\"title\":"
                        + "\"Invalid input.\",\"detail\":\"The records of this request were not accepted.\","
                        + "\"source\":{\"pointer\":\"/data\"},\"links\":{},\"meta\":{}}]}"));
        assertThat(emulator.records(source)).isEmpty();
        assertThat(emulator.fired(fault)).isEqualTo(1);
        assertThat(emulator.exchanges().get(0).fault()).isEqualTo(Optional.of(Kind.POISON));
        assertThat(emulator.stats(OPERATION).records()).isZero();
        assertThat(client.ingest(source, "{}").statusCode()).isEqualTo(204);
        assertThat(emulator.stats(OPERATION).status()).isEqualTo(Map.of(204, 1L, 400, 1L));
        assertThat(emulator.records(source)).containsExactly("{}");
    }

    @Test
    void pointersLeadToEveryPoisonedRecord() throws Exception {
        set(poison().pointers(true));
        JsonNode errors =
                json(client.ingest(source, POISONED, "{}", POISONED, "{}")).at("/errors");

        assertThat(errors.findValuesAsText("pointer"))
                .containsExactly(RECORDS + "0/attributes/record", RECORDS + "2/attributes/record");
        assertThat(errors.findValuesAsText("code")).containsOnly("invalid");
        assertThat(errors.findValuesAsText("title")).containsOnly("Invalid input.");
        assertThat(errors.findValuesAsText("detail")).containsOnly("This record was not accepted.");
    }

    @Test
    void withoutATextEveryRecordIsPoison() throws Exception {
        set(Fault.builder(OPERATION, Kind.POISON).pointers(true));
        String[] records = Collections.nCopies(500, "{}").toArray(new String[0]);
        HttpResponse<String> refused = client.ingest(source, records);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/errors")).hasSize(500);
    }

    @Test
    void theControlInterfaceSetsItToo() throws Exception {
        client.post(
                "/__emulator/faults",
                "{\"match\":\"" + OPERATION
                        + "\",\"kind\":\"poison\",\"contains\":\"\u00e4\",\"pointers\":true,\"status\":413}");

        assertThat(client.ingest(source, "{\"a\":\"\\u00e4\"}").statusCode()).isEqualTo(204);
        HttpResponse<String> refused = client.ingest(source, "{}", "{\"a\":\"\u00e4\"}");
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(error(refused).at("/status").asInt()).isEqualTo(413);
        assertThat(error(refused).at("/source/pointer").asText()).isEqualTo(RECORDS + "1/attributes/record");
    }

    @Test
    void itTakesQuota() throws Exception {
        set(poison());

        assertThat(client.ingest(source, POISONED).headers().firstValue("RateLimit-Remaining"))
                .hasValue("2");
        client.ingest(source, POISONED);
        client.ingest(source, POISONED);
        assertThat(client.ingest(source, POISONED).statusCode()).isEqualTo(429);
        assertThat(emulator.fired()).isEqualTo(3);
    }

    @Test
    void onlyRequestsWithSuchARecordCount() throws Exception {
        Fault fault = set(poison().after(1).times(1));

        assertThat(List.of(
                        status("{}"),
                        status("{\"name\":\"poison\"}"),
                        status(POISONED),
                        status("{}"),
                        status(POISONED),
                        status(POISONED)))
                .containsExactly(204, 204, 204, 204, 400, 204);
        assertThat(emulator.fired(fault)).isEqualTo(1);
    }

    @Test
    void aRateIsThrownForSuchRequestsOnly() throws Exception {
        Fault fault = set(poison().rate(0.5));
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            assertThat(status("{}")).isEqualTo(204);
            refused += status(POISONED) == 400 ? 1 : 0;
        }

        assertThat(refused).isBetween(5, 35);
        assertThat(emulator.fired(fault)).isEqualTo(refused);
    }

    @Test
    void whatIsRefusedAnywayNeitherShowsNorCountsIt() throws Exception {
        set(poison());
        String[] many = Collections.nCopies(501, POISONED).toArray(new String[0]);

        assertThat(error(client.ingest("01J7C23V8XWMRG13FMD7VZN6GW", POISONED))
                        .at("/source/pointer")
                        .asText())
                .isEqualTo("/data/relationships/data-source/data/id");
        assertThat(error(client.ingest(source, many)).at("/source/pointer").asText())
                .isEqualTo("/data/attributes/data-source-records/data");
        assertThat(emulator.fired()).isZero();
    }

    @Test
    void textOutsideARecordAndOtherOperationsAreLeftAlone() throws Exception {
        set(Fault.builder("POST /api/*", Kind.POISON).contains("data-source-record"));
        set(Fault.builder("POST /api/*", Kind.POISON).contains("orders"));

        assertThat(status("{}")).isEqualTo(204);
        assertThat(client.post(SINGLE, single(source, "{}")).statusCode()).isEqualTo(204);
        assertThat(client.createDataSource("other orders").statusCode()).isEqualTo(201);
        assertThat(status("{\"a\":\"orders\"}")).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"true,/data/attributes/data-source-record/data/attributes/record", "false,/data"})
    void aRecordThatComesAloneIsRefusedToo(boolean pointers, String pointer) throws Exception {
        Fault fault = set(Fault.builder("POST " + SINGLE, Kind.POISON)
                .contains("POISON")
                .pointers(pointers)
                .status(413));

        HttpResponse<String> refused = client.post(SINGLE, single(source, POISONED));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(error(refused).at("/source/pointer").asText()).isEqualTo(pointer);
        assertThat(client.post(SINGLE, single(source, "{\"name\":\"poison\"}")).statusCode())
                .isEqualTo(204);
        assertThat(status(POISONED)).isEqualTo(204);
        assertThat(error(client.post(SINGLE, single("01J7C23V8XWMRG13FMD7VZN6GW", POISONED)))
                        .at("/source/pointer")
                        .asText())
                .isEqualTo("/data/relationships/data-source/data/id");
        assertThat(emulator.fired(fault)).isOne();
        assertThat(emulator.records(source)).containsExactly("{\"name\":\"poison\"}", POISONED);
    }

    @Test
    void theFirstPoisonWhoseTextIsThereDecides() throws Exception {
        Fault other =
                set(Fault.builder(OPERATION, Kind.POISON).contains("other").status(422));
        Fault first = set(poison().times(1));
        Fault second = set(poison().status(413));

        assertThat(List.of(status(POISONED), status(POISONED))).containsExactly(400, 413);
        assertThat(List.of(emulator.fired(other), emulator.fired(first), emulator.fired(second)))
                .containsExactly(0L, 1L, 1L);
    }

    @Test
    void aConnectionThatIsResetAfterwardsHidesIt() throws IOException {
        Fault fault = set(poison());
        set(Fault.builder(OPERATION, Kind.RESET_AFTER));
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.request("POST", BULK, bulk(source, POISONED));
            assertThatThrownBy(connection::readAll).isInstanceOf(SocketException.class);
        }

        assertThat(emulator.fired(fault)).isEqualTo(1);
        assertThat(emulator.stats(OPERATION).status()).isEqualTo(Map.of(400, 1L));
        assertThat(emulator.exchanges().get(0).fault()).isEqualTo(Optional.of(Kind.RESET_AFTER));
        assertThat(emulator.records(source)).isEmpty();
    }

    private static Fault.Builder poison() {
        return Fault.builder(OPERATION, Kind.POISON).contains("POISON");
    }

    private Fault set(Fault.Builder builder) {
        Fault fault = builder.build();
        emulator.fault(fault);
        return fault;
    }

    /** What a request answers that the quota lets through. */
    private int status(String record) throws IOException, InterruptedException {
        time.pass(Duration.ofMinutes(1));
        return client.ingest(source, record).statusCode();
    }
}
