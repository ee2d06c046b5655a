package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.WriteClient.IMPORTS;
import static io.github.klaviyospark.emulator.WriteClient.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.emulator.Fault.Kind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What faults make of jobs, and how many jobs there may be. */
final class JobFaultTest {
    private static final String OPERATION = "POST " + IMPORTS;
    private static final String POINTER = "/data/attributes/profiles/data/";

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private WriteClient client;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder()
                .quotas(false)
                .time(time)
                .openJobs(OPERATION, 2)
                .start();
        client = new WriteClient(emulator);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private static String[] profiles(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> profile("\"email\":\"p" + i + "@shop.example.net\""))
                .toArray(String[]::new);
    }

    private Fault set(Fault.Builder builder) {
        Fault fault = builder.build();
        emulator.fault(fault);
        return fault;
    }

    private List<String> pointers(String job) throws Exception {
        return json(client.api.get(IMPORTS + "/" + job + "/import-errors"))
                .at("/data")
                .findValuesAsText("pointer");
    }

    /** Of the first job, all at once. */
    private List<String> failed() {
        return json(emulator.jobs().findFirst().orElseThrow()).at("/errors").findValuesAsText("pointer");
    }

    @Test
    void aCancelledJobHasDonePartOfIt() throws Exception {
        Fault fault = set(Fault.builder(OPERATION, Kind.JOB_CANCELLED).after(2).times(1));
        HttpResponse<String> answer = client.importProfiles(profiles(5));
        String id = json(answer).at("/data/id").asText();

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode job = client.job(IMPORTS, id);
        assertThat(job.at("/status").asText()).isEqualTo("cancelled");
        assertThat(job.at("/total_count").asInt()).isEqualTo(5);
        assertThat(job.at("/completed_count").asInt()).isEqualTo(2);
        assertThat(job.at("/completed_at").isNull()).isTrue();
        assertThat(emulator.profiles()).hasSize(2);
        assertThat(emulator.fired(fault)).isEqualTo(1);
        assertThat(client.job(IMPORTS, client.imported(profiles(5)))
                        .at("/status")
                        .asText())
                .isEqualTo("complete");
    }

    @Test
    void aJobThatNeverEndsKeepsItsPlace() throws Exception {
        set(Fault.builder(OPERATION, Kind.JOB_NEVER_ENDS).times(2));
        String id = client.imported(profiles(1));
        client.imported(profiles(1));
        time.pass(Duration.ofHours(5));

        assertThat(client.job(IMPORTS, id).at("/status").asText()).isEqualTo("processing");
        assertThat(emulator.profiles()).isEmpty();
        HttpResponse<String> third = client.importProfiles(profiles(1));
        assertThat(third.statusCode()).isEqualTo(429);
        assertThat(third.headers().firstValue("retry-after")).hasValue("1");
        assertThat(error(third).at("/code").asText()).isEqualTo("throttled");
        assertThat(emulator.writes(OPERATION)).hasSize(2);
    }

    @Test
    void anExpiredJobIsDoneButNotFound() throws Exception {
        set(Fault.builder(OPERATION, Kind.JOB_EXPIRED));
        String id = client.imported(profiles(1));

        assertThat(client.api.get(IMPORTS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(client.api.get(IMPORTS + "/" + id + "/import-errors").statusCode())
                .isEqualTo(404);
        assertThat(client.ids(IMPORTS)).doesNotContain(id);
        assertThat(emulator.profiles()).hasSize(1);
        assertThat(json(emulator.jobs().findFirst().orElseThrow())
                        .at("/expired")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void everyJobExpiresAfterAWeek() throws Exception {
        String id = client.imported(profiles(1));
        time.pass(Duration.ofDays(7).minusSeconds(1));
        assertThat(client.api.get(IMPORTS + "/" + id).statusCode()).isEqualTo(200);
        time.pass(Duration.ofSeconds(1));
        assertThat(client.api.get(IMPORTS + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void chosenRecordsFailAndAreNamed() throws Exception {
        set(Fault.builder(OPERATION, Kind.JOB_FAILS).records(1, 3, 99));
        String id = client.imported(profiles(5));

        JsonNode job = client.job(IMPORTS, id);
        assertThat(job.at("/status").asText()).isEqualTo("complete");
        assertThat(job.at("/completed_count").asInt()).isEqualTo(3);
        assertThat(job.at("/failed_count").asInt()).isEqualTo(2);
        assertThat(pointers(id)).containsExactlyInAnyOrder(POINTER + 1, POINTER + 3);
        assertThat(emulator.profiles()).hasSize(3).noneMatch(line -> line.contains("p1@") || line.contains("p3@"));
    }

    @Test
    void aShareOfTheRecordsFailsTheSameWayEachTime() throws Exception {
        set(Fault.builder(OPERATION, Kind.JOB_FAILS).rate(0.2));
        client.imported(profiles(1000));
        List<String> failed = failed();
        assertThat(failed).hasSizeBetween(120, 280);

        emulator.reset();
        set(Fault.builder(OPERATION, Kind.JOB_FAILS).rate(0.2));
        client.imported(profiles(1000));
        assertThat(failed()).isEqualTo(failed);
    }

    @Test
    void errorsMayNameNoRecord() throws Exception {
        set(Fault.builder(OPERATION, Kind.JOB_UNNAMED_ERRORS).records(0, 2));
        String id = client.imported(profiles(3));

        assertThat(pointers(id)).containsExactly("/data", "/data");
        assertThat(json(client.api.get(IMPORTS + "/" + id + "/import-errors"))
                        .at("/data/0/attributes/original_payload")
                        .isNull())
                .isTrue();
        assertThat(emulator.profiles()).hasSize(1);
    }

    @Test
    void errorsMayShowARecordAndNotPointAtIt() throws Exception {
        set(Fault.builder(OPERATION, Kind.JOB_PAYLOAD_ERRORS).records(2));
        String id = client.imported(profiles(3));

        assertThat(pointers(id)).containsExactly("/data");
        assertThat(json(client.api.get(IMPORTS + "/" + id + "/import-errors"))
                        .at("/data/0/attributes/original_payload/attributes/email")
                        .asText())
                .isEqualTo("p2@shop.example.net");
        assertThat(emulator.profiles()).hasSize(2);
    }

    @Test
    void faultsComeAsJsonToo() throws Exception {
        String fault = "{\"match\":\"" + OPERATION + "\",\"kind\":\"job-fails\",\"records\":[0],\"times\":1}";
        assertThat(client.api.post("/__emulator/faults", fault).statusCode()).isEqualTo(204);
        assertThat(pointers(client.imported(profiles(2)))).containsExactly(POINTER + 0);

        JsonNode shown = json(client.api.get("/__emulator/faults"));
        assertThat(shown.at("/0/records")).isEqualTo(json("[0]"));
        assertThat(shown.at("/0/fired").asInt()).isEqualTo(1);
        assertThat(client.api.get("/__emulator/jobs").body()).hasLineCount(1).contains("\"failed_count\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"job-fails", "job-unnamed-errors", "job-payload-errors"})
    void aFaultThatFailsRecordsSaysWhich(String kind) throws Exception {
        HttpResponse<String> answer =
                client.api.post("/__emulator/faults", "{\"match\":\"" + OPERATION + "\",\"kind\":\"" + kind + "\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error").asText())
                .isEqualTo("A fault of kind '" + kind + "' needs records or a rate.");
    }

    @Test
    void onlyFaultsOfJobsTakeRecords() {
        assertThatThrownBy(() -> Fault.builder(OPERATION, Kind.JOB_CANCELLED).records(1))
                .hasMessage("A fault of kind 'job-cancelled' takes no records.");
        assertThatThrownBy(() -> Fault.builder(OPERATION, Kind.JOB_FAILS).records(-1))
                .hasMessage("A fault of kind 'job-fails' counts records from 0, not from -1.");
        assertThatThrownBy(() -> Fault.builder(OPERATION, Kind.JOB_CANCELLED).after(-1))
                .hasMessage("A fault of kind 'job-cancelled' cannot process -1 records first.");
    }

    @Test
    void otherOperationsDoNotShowFaultsOfJobs() throws Exception {
        Fault fault = set(Fault.builder("POST /api/*", Kind.JOB_NEVER_ENDS));
        client.api.createDataSource("orders");

        assertThat(emulator.fired(fault)).isZero();
    }

    @Test
    void theUsualFaultsApply() throws Exception {
        set(Fault.builder(OPERATION, Kind.STATUS).status(503).times(1));
        assertThat(client.importProfiles(profiles(1)).statusCode()).isEqualTo(503);
        set(Fault.builder(OPERATION, Kind.RESET_AFTER).times(1));
        assertThatThrownBy(() -> client.importProfiles(profiles(1))).isInstanceOf(IOException.class);
        assertThat(emulator.profiles()).hasSize(1);
        set(Fault.builder(OPERATION, Kind.POISON).contains("p1@").pointers(true));
        HttpResponse<String> poisoned = client.importProfiles(profiles(3));
        assertThat(poisoned.statusCode()).isEqualTo(400);
        assertThat(error(poisoned).at("/source/pointer").asText()).isEqualTo(POINTER + 1);
        assertThat(client.importProfiles(profiles(1)).statusCode()).isEqualTo(202);
    }

    @Test
    void theBoundBelongsToAnOperationThatMakesJobs() {
        assertThatThrownBy(() -> KlaviyoEmulator.builder().openJobs("POST /api/profiles", 1))
                .hasMessageStartingWith(
                        "'POST /api/profiles' makes no jobs that can be asked for; these do: " + OPERATION);
        assertThatThrownBy(() -> KlaviyoEmulator.builder().openJobs(OPERATION, 0))
                .hasMessage("At least one job may be open at a time, not 0.");
    }
}
