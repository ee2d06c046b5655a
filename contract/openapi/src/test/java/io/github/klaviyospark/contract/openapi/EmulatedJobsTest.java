package io.github.klaviyospark.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.contract.openapi.Document.Place;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs that are not done yet, or not well: what is answered of them, and of their errors, is as the document says too. */
@TestInstance(Lifecycle.PER_CLASS)
final class EmulatedJobsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IMPORTS = "/api/profile-bulk-import-jobs";

    /** How a job ends, or does not. */
    private enum Fate {
        WAITS(null, "queued", "processing"),
        NEVER_ENDS(Fault.Kind.JOB_NEVER_ENDS, "processing"),
        IS_CANCELLED(Fault.Kind.JOB_CANCELLED, "cancelled"),
        FAILS(Fault.Kind.JOB_FAILS, "complete"),
        FAILS_WITHOUT_NAMES(Fault.Kind.JOB_UNNAMED_ERRORS, "complete");

        private final Fault.Kind kind;
        private final List<String> statuses;

        Fate(Fault.Kind kind, String... statuses) {
            this.kind = kind;
            this.statuses = List.of(statuses);
        }

        boolean hasErrors() {
            return kind == Fault.Kind.JOB_FAILS || kind == Fault.Kind.JOB_UNNAMED_ERRORS;
        }
    }

    private Document document;
    private Judge judge;

    @BeforeAll
    void readTheDocument() throws Exception {
        document = Document.named();
        judge = new Judge(document);
    }

    /** One request for each kind of job, with each fate. */
    static List<Arguments> jobs() throws Exception {
        Map<String, Golden> kinds = new LinkedHashMap<>();
        Document document = Document.named();
        for (Golden golden : Golden.all()) {
            if (golden.makesAJob()
                    && document.describes(golden.operationId())
                    && !document.readableBelow(golden.path()).isEmpty()) {
                kinds.putIfAbsent(golden.operationId(), golden);
            }
        }
        List<Arguments> jobs = new ArrayList<>();
        for (Golden golden : kinds.values()) {
            for (Fate fate : Fate.values()) {
                jobs.add(Arguments.of(golden, fate));
            }
        }
        return jobs;
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("jobs")
    void isAnsweredAsTheDocumentSays(Golden golden, Fate fate) throws Exception {
        KlaviyoEmulator.Builder builder =
                KlaviyoEmulator.builder().quotas(false).profiles(0).events(0);
        try (KlaviyoEmulator klaviyo = (fate == Fate.WAITS ? builder.jobLag(Duration.ofHours(1)) : builder).start()) {
            spoil(golden, fate, klaviyo);
            Client client = new Client(klaviyo.endpoint());
            HttpResponse<String> made = client.send(new World(klaviyo).holding(golden));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
            String id = JSON.readTree(made.body()).at("/data/id").asText();

            Map<String, JsonNode> answers = new LinkedHashMap<>();
            for (String path : document.readableBelow(golden.path())) {
                answers.put(path, read(client, path, id));
            }

            JsonNode attributes = answers.get(golden.path() + "/{job_id}").at("/data/attributes");
            assertThat(attributes.path("status").asText()).isIn(fate.statuses);
            if (fate.hasErrors() && attributes.has("failed_count")) {
                assertThat(attributes.path("failed_count").asInt()).isEqualTo(1);
                JsonNode errors = golden.path().equals(IMPORTS)
                        ? answers.get(IMPORTS + "/{id}/import-errors").path("data")
                        : attributes.path("errors");
                assertThat(errors)
                        .as("what failed, so that more than an empty list was looked at")
                        .hasSize(1);
            }
        }
    }

    private static void spoil(Golden golden, Fate fate, KlaviyoEmulator klaviyo) {
        if (fate.kind != null) {
            Fault.Builder fault = Fault.builder("POST " + golden.path(), fate.kind);
            klaviyo.fault((fate.hasErrors() ? fault.records(0) : fault).build());
        }
    }

    private JsonNode read(Client client, String path, String id) throws Exception {
        Sent request = Sent.of("GET", path.replaceAll("\\{.*}", id), "");
        HttpResponse<String> answer = client.send(request);

        assertThat(answer.statusCode()).as(request + ": " + answer.body()).isEqualTo(200);
        assertThat(judge.answer(new Place("GET", path), request, answer))
                .as(request + ": " + answer.body())
                .isEmpty();
        return JSON.readTree(answer.body());
    }
}
