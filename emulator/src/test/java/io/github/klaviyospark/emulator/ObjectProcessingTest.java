package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.constant;
import static io.github.klaviyospark.emulator.ObjectClient.profiles;
import static io.github.klaviyospark.emulator.ObjectClient.simple;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
