package io.github.klaviyospark.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectsAndLogsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private String source;
    private String type;

    @BeforeEach
    void start() throws IOException {
        klaviyo = KlaviyoEmulator.builder()
                .quotas(false)
                .visibilityLag(Duration.ZERO)
                .publishingTime(Duration.ZERO)
                .start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
        source = klaviyo.createDataSource("shop.pets");
        ObjectType pet = new ObjectTypes(client)
                .create(new SchemaContent(
                        "Pet", "", List.of(new Property(1, "weight", PropertyType.FLOAT, null)), List.of()));
        type = pet.id();
        ObjectSchemas schemas = new ObjectSchemas(client);
        String draft = pet.draftSchema().orElseThrow();
        schemas.map(new SourceMapping(
                draft, List.of(new PropertyMapping.Simple(1, source, "$['id']", "$['weight']")), List.of()));
        schemas.activate(draft);
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private void send(String id, Object weight) throws IOException {
        Chunker chunker = new Chunker(DataSourceRecords.into(source), new ChunkLimits(500, 4_000_000, 512_000));
        JSON.writeValue(chunker.beginRecord(), Map.of("id", id, "weight", weight));
        chunker.endRecord();
        Chunk chunk = chunker.flush();
        new BulkSender(client, DataSourceRecords.into(source), new Tally()).send(chunk);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b", "/", "..", ".", "50%", "%2F", "%", "a:::b", ":::", "a b", "a+b", "a?b#c", "a&b=c", "é😀",
                "\"'\\", "{id}", "[*]", "a\tb"
            })
    void objectsAreFoundWhateverTheirId(String id) throws IOException {
        send(id, 4);

        ObjectRecords records = new ObjectRecords(client);
        assertThat(records.find(type, id).orElseThrow()).contains("\"weight\":4");
        List<String> ids = new ArrayList<>();
        records.visitIds(type, ids::add);
        assertThat(ids).containsExactly(id);
        assertThat(records.find(type, id + "x")).isEmpty();
    }

    @Test
    void numbersOfObjectsKeepTheirDigits() throws IOException {
        send("1", new BigDecimal("1.2345678901234567890123"));

        String found = new ObjectRecords(client).find(type, "1").orElseThrow();

        assertThat(found).contains("\"weight\":1.2345678901234567890123");
    }

    @Test
    void idsAreVisitedOverAllPagesAndNoFurtherThanWanted() throws IOException {
        for (int i = 0; i < 101; i++) {
            send("pet " + i, i);
        }
        ObjectRecords records = new ObjectRecords(client);
        List<String> all = new ArrayList<>();
        records.visitIds(type, all::add);
        assertThat(all).hasSize(101).doesNotHaveDuplicates();

        long before = klaviyo.requests();
        List<String> some = new ArrayList<>();
        records.visitIds(type, id -> {
            some.add(id);
            return some.size() < 3;
        });
        assertThat(some).hasSize(3);
        assertThat(klaviyo.requests()).isEqualTo(before + 1);
    }

    @Test
    void objectsOfATypeThatIsGoneAreAnError() throws IOException {
        new ObjectTypes(client).delete(type);

        assertThatThrownBy(() -> new ObjectRecords(client).visitIds(type, id -> true))
                .hasMessageContaining("404");
        assertThat(new ObjectRecords(client).find(type, "1")).isEmpty();
    }

    private List<IngestionFailure> failures(Instant from, Instant until) throws IOException {
        List<IngestionFailure> failures = new ArrayList<>();
        new IngestionLogs(client).visit(type, from, until, failures::add);
        return failures;
    }

    private void fail(int times) throws IOException {
        for (int i = 0; i < times; i++) {
            send("pet " + i, "heavy");
        }
    }

    @Test
    void failuresAreVisitedOverAllPagesNewestFirst() throws IOException {
        fail(120);

        List<IngestionFailure> failures =
                failures(Instant.now().minusSeconds(600), Instant.now().plusSeconds(1));

        assertThat(failures)
                .extracting(IngestionFailure::recordId)
                .hasSize(120)
                .startsWith("pet 119", "pet 118")
                .endsWith("pet 1", "pet 0");
        assertThat(failures.get(0).status()).isEqualTo("error");
        assertThat(failures.get(0).problems()).containsExactly(new IngestionFailure.Problem("invalid_type", "weight"));
        assertThat(failures.get(0).toString()).doesNotContain("heavy");
        assertThat(klaviyo.stats("GET /api/object-types/{id}/object-ingestion-logs")
                        .count())
                .isEqualTo(3);
    }

    @Test
    void failuresAreVisitedNoFurtherThanWanted() throws IOException {
        fail(60);
        List<String> seen = new ArrayList<>();

        new IngestionLogs(client)
                .visit(type, Instant.now().minusSeconds(600), Instant.now().plusSeconds(1), failure -> {
                    seen.add(failure.recordId());
                    return seen.size() < 50;
                });

        assertThat(seen).hasSize(50);
        assertThat(klaviyo.stats("GET /api/object-types/{id}/object-ingestion-logs")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failuresAreThoseOfTheSpanOfTime() throws IOException {
        fail(1);
        Instant at = failures(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1))
                .get(0)
                .timestamp();

        assertThat(failures(at, at.plusNanos(1000))).hasSize(1);
        assertThat(failures(at.minusSeconds(60), at.truncatedTo(ChronoUnit.SECONDS)))
                .isEmpty();
        assertThat(failures(at.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1), at.plusSeconds(60)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a:::b", "50%", "é😀", "a,b)", "\"'\\"})
    void failuresNameTheObjectWhateverItsId(String id) throws IOException {
        send(id, "heavy");

        assertThat(failures(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1)))
                .singleElement()
                .extracting(IngestionFailure::recordId)
                .isEqualTo(id);
    }

    @Test
    void failuresOfRecordsWithoutAnIdNameNone() throws IOException {
        send("", 4);

        assertThat(failures(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1)))
                .singleElement()
                .satisfies(failure -> assertThat(failure.recordId()).isNull());
    }

    /** Klaviyo shows nothing at all when the span begins before what it keeps, so no beginning is asked for then. */
    @Test
    void spansThatBeginBeforeTheLogDoesHaveNoBeginning() throws IOException {
        try (Stub stub = new Stub()) {
            FakeClock now = new FakeClock();
            stub.answering("/api/object-types/" + type + "/object-ingestion-logs", "{\"data\":[]}");
            Instant kept = now.now().minus(IngestionLogs.KEPT);
            IngestionLogs logs = new IngestionLogs(stub.client(), now);

            logs.visit(type, kept, now.now(), failure -> true);
            logs.visit(type, kept.plus(Duration.ofMinutes(5)), now.now(), failure -> true);

            assertThat(stub.asked())
                    .extracting(
                            asked -> URLDecoder.decode(asked.substring(asked.indexOf('?') + 1), StandardCharsets.UTF_8))
                    .containsExactly(
                            "filter=less-than(timestamp,1970-01-01T00:00:00Z)",
                            "filter=and(greater-or-equal(timestamp,1969-12-18T00:05:00Z),"
                                    + "less-than(timestamp,1970-01-01T00:00:00Z))");
        }
    }

    @Test
    void entriesOfTheLogInOtherForms() throws IOException {
        try (Stub stub = new Stub()) {
            stub.answering("/api/object-types/" + type + "/object-ingestion-logs", """
                    {"data":[{"type":"object-ingestion-log","id":"1","attributes":{"status":"notice",
                      "timestamp":"2026-07-01 09:30:00.25+02:00","errors":[{"code":"x"},{"code":"y","property":null}]},
                      "relationships":{"object-record":{"data":null}}}]}""");
            List<IngestionFailure> seen = new ArrayList<>();
            new IngestionLogs(stub.client()).visit(type, Instant.EPOCH, Instant.EPOCH, seen::add);

            assertThat(seen)
                    .containsExactly(new IngestionFailure(
                            "1",
                            "notice",
                            Instant.parse("2026-07-01T07:30:00.250Z"),
                            null,
                            List.of(new IngestionFailure.Problem("x", ""), new IngestionFailure.Problem("y", ""))));
        }
    }
}
