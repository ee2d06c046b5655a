package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** An account for one test: an emulator without quotas, on a clock that only the test moves, and a client of it. */
final class Account implements AutoCloseable {
    /** How long {@link #done} lets a job take; an account whose jobs do take as long is set up with it. */
    static final Duration JOB_LAG = Duration.ofSeconds(10);

    final FakeTime time = new FakeTime();
    final KlaviyoEmulator emulator;
    final ApiClient api;

    private final boolean isUnderContract;

    Account() {
        this(UnaryOperator.identity());
    }

    /** With more settings, such as {@code with -> with.profiles(50)}. */
    Account(UnaryOperator<KlaviyoEmulator.Builder> settings) {
        this(settings, false);
    }

    private Account(UnaryOperator<KlaviyoEmulator.Builder> settings, boolean isUnderContract) {
        this.isUnderContract = isUnderContract;
        emulator = settings.apply(KlaviyoEmulator.builder().quotas(false).time(time))
                .start();
        api = new ApiClient(emulator.endpoint());
    }

    /**
     * One whose every answer is held against the contract, with a log in a folder; {@link #close} fails where one broke
     * it.
     */
    static Account underContract(Path folder, UnaryOperator<KlaviyoEmulator.Builder> settings) {
        return new Account(with -> settings.apply(with).contractLog(Optional.of(folder)), true);
    }

    void pass(Duration duration) {
        time.pass(duration);
    }

    /** The job that an answer tells of, when its time is over. */
    JsonNode done(HttpResponse<String> accepted) throws IOException, InterruptedException {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        pass(JOB_LAG);
        JsonNode job = json(accepted).at("/data");
        HttpResponse<String> read = api.get(
                "/api/" + job.at("/type").asText() + "s/" + job.at("/id").asText());
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        return json(read).at("/data");
    }

    @Override
    public void close() {
        try (emulator) {
            if (isUnderContract) {
                assertThat(violations()).isEmpty();
            }
        }
    }

    private JsonNode violations() {
        return new CollectionReader(api, "").pageAt("/__emulator/contract").get("violations");
    }
}
