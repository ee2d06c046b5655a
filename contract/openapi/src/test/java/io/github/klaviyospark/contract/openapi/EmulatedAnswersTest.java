package io.github.klaviyospark.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.contract.openapi.Document.Place;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each test has an account of its own, since goldens make the same things. */
@TestInstance(Lifecycle.PER_CLASS)
final class EmulatedAnswersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Campaigns are not listed without it. */
    private static final String CHANNEL = "?filter=equals(messages.channel,'email')";

    private static final String NOBODY = "01J0000000000000000000000Z";
    private static final String KEY = "pk_golden";

    private Document document;
    private Judge judge;
    private KlaviyoEmulator klaviyo;
    private Client client;

    @BeforeAll
    void readTheDocument() throws Exception {
        document = Document.named();
        judge = new Judge(document);
    }

    @BeforeEach
    void open() {
        klaviyo = KlaviyoEmulator.builder()
                .apiKey(KEY)
                .quotas(false)
                .profiles(50)
                .events(50)
                .publishingTime(Duration.ZERO)
                .start();
        client = new Client(klaviyo.endpoint());
    }

    @AfterEach
    void close() {
        klaviyo.close();
    }

    static List<Golden> goldens() throws Exception {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aGoldenRequestIsAcceptedAndWhatItMadeCanBeRead(Golden golden) throws Exception {
        golden.assumeIn(document);
        Place place = golden.place(document);
        Sent request = new World(klaviyo).holding(golden);

        HttpResponse<String> answer = client.send(request);

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        assertThat(judge.answer(place, request, answer)).as(answer.body()).isEmpty();
        assertThat(violations()).as("what the project's own contract says").isZero();
        if (golden.makesAJob() && !answer.body().isEmpty()) {
            String job = JSON.readTree(answer.body()).at("/data/id").asText();
            assertThat(job).isNotEmpty();
            for (String below : document.readableBelow(place.path())) {
                read(below, job, 200);
                read(below, NOBODY, 404);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aGoldenRequestWithAnotherKeyIsRefused(Golden golden) throws Exception {
        golden.assumeIn(document);
        Sent request = new World(klaviyo).holding(golden).withHeader("Authorization", "Klaviyo-API-Key pk_other");

        HttpResponse<String> answer = client.send(request);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(judge.answer(golden.place(document), request, answer)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aGoldenRequestWithAMistakeIsRefused(Golden golden) throws Exception {
        golden.assumeIn(document);
        Sent request = new World(klaviyo).holding(golden);
        for (Mutation mutation : Mutation.of(JSON.readTree(request.body()))) {
            Sent wrong = request.withBody(mutation.body().toString());

            HttpResponse<String> answer = client.send(wrong);

            assertThat(answer.statusCode()).as(mutation.what()).isBetween(400, 409);
            assertThat(judge.answer(golden.place(document), wrong, answer))
                    .as(mutation.what() + ": " + answer.body())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/data-sources/{id}",
                "/api/flows/{id}/flow-actions",
                "/api/lists/{id}/profiles",
                "/api/object-schemas/{id}",
                "/api/object-types/{id}",
                "/api/profile-bulk-import-jobs/{id}/import-errors"
            })
    void whatIsNotThereIsRefused(String path) throws Exception {
        assumeDescribed(path);
        read(path, NOBODY, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/campaigns" + CHANNEL,
                "/api/campaigns/{id}/campaign-messages",
                "/api/catalog-categories",
                "/api/catalog-items",
                "/api/catalog-variants",
                "/api/data-sources",
                "/api/events?include=metric,profile",
                "/api/flows",
                "/api/flows/{id}/flow-actions",
                "/api/lists",
                "/api/lists/{id}/profiles",
                "/api/metrics",
                "/api/object-types",
                "/api/profile-bulk-import-jobs",
                "/api/profile-bulk-import-jobs/{id}/import-errors",
                "/api/profiles",
                "/api/profiles?additional-fields%5Bprofile%5D=subscriptions,predictive_analytics",
                "/api/segments",
                "/api/segments/{id}/profiles",
                "/api/tag-groups",
                "/api/tags",
                "/api/tags/{id}/tag-group"
            })
    void aPageOfWhatTheEmulatorHoldsIsAsTheDocumentSays(String target) throws Exception {
        String path = target.replaceFirst("\\?.*", "");
        assumeDescribed(path);
        klaviyo.createDataSource("golden.reads");
        String parent = path.replaceFirst("/\\{id}.*", "");
        String id = "";
        if (!parent.equals(path)) {
            JsonNode page = JSON.readTree(
                    client.send(Sent.of("GET", parent.equals("/api/campaigns") ? parent + CHANNEL : parent, ""))
                            .body());
            id = page.at("/data/0/id").asText();
        }
        Sent request = Sent.of("GET", target.replace("{id}", id), "");

        HttpResponse<String> answer = client.send(request);

        Place place = new Place("GET", path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(judge.request(place, request)).isEmpty();
        assertThat(judge.answer(place, request, answer)).isEmpty();
    }

    private void assumeDescribed(String path) {
        Undescribed.assume(document.describes(new Place("GET", path)), "GET " + path, "its answers");
    }

    private long violations() throws Exception {
        JsonNode contract = JSON.readTree(
                client.send(Sent.of("GET", "/__emulator/contract", "")).body());
        assertThat(contract.at("/checked").asLong()).isPositive();
        return contract.at("/violations").size();
    }

    private void read(String path, String id, int status) throws Exception {
        Place place = new Place("GET", path);
        Sent request = Sent.of("GET", path.replaceAll("\\{.*}", id), "");

        HttpResponse<String> answer = client.send(request);

        assertThat(answer.statusCode()).as(request + ": " + answer.body()).isEqualTo(status);
        assertThat(judge.request(place, request)).as(request.toString()).isEmpty();
        assertThat(judge.answer(place, request, answer))
                .as(request + ": " + answer.body())
                .isEmpty();
    }
}
