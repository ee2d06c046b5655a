package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.BULK;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
final class MainTest {
    private static final String READY = "klaviyo-emulator ready http://127\\.0\\.0\\.1:\\d+";

    @TempDir
    private Path directory;

    @Test
    void aChildSaysWhereItListensAndEndsWithItsInput() throws Exception {
        Path faults = Files.writeString(
                directory.resolve("faults.json"),
                "[{\"match\":\"POST /api/*\",\"kind\":\"status\",\"status\":503,\"times\":1}]");
        Process child = start(
                Map.of("KLAVIYO_EMULATOR_API_KEY", "pk_test"),
                "--port",
                "0",
                "--exit-with-stdin",
                "--time-scale",
                "4",
                "--limits",
                "POST " + BULK + "=5/1s,60/60s",
                "--job-lag",
                "60m",
                "--open-jobs",
                "POST /api/profile-bulk-import-jobs=1",
                "--faults",
                faults.toString());
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();
            assertThat(ready).matches(READY);
            ApiClient client = new ApiClient(ready.substring(ready.lastIndexOf(' ') + 1));

            assertThat(client.post(BULK, "{}").statusCode()).isEqualTo(503);
            assertThat(client.post(BULK, "{}").headers().firstValue("RateLimit-Limit"))
                    .hasValue("5, 5;w=0.25, 60;w=15");
            assertThat(client.with("Authorization", "Klaviyo-API-Key other")
                            .get("/api/data-sources")
                            .statusCode())
                    .isEqualTo(401);
            WriteClient writes = new WriteClient(client);
            String id = writes.imported(WriteClient.profile("\"email\":\"ada@shop.example.net\""));
            assertThat(writes.job(WriteClient.IMPORTS, id).at("/status").asText())
                    .isEqualTo("queued");
            assertThat(writes.importProfiles(WriteClient.profile("\"external_id\":\"1\""))
                            .statusCode())
                    .isEqualTo(429);
            child.outputWriter().close();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
            assertThat(out.readLine()).isNull();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aTerminatedChildEnds() throws Exception {
        Process child = start(Map.of(), "--quotas", "off");
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).matches(READY);
            child.destroy();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptedChildAnswersUntilItsInputEnds() throws Exception {
        Process child = start(Map.of(), "--exit-with-stdin");
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();
            ApiClient client = new ApiClient(ready.substring(ready.lastIndexOf(' ') + 1));
            Process kill = new ProcessBuilder("kill", "-INT", Long.toString(child.pid())).start();
            assertThat(kill.waitFor()).isZero();

            assertThat(child.waitFor(2, TimeUnit.SECONDS)).isFalse();
            assertThat(client.get("/__emulator/stats").statusCode()).isEqualTo(200);
            child.outputWriter().close();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void anEndDuringADelayIsNoError() throws Exception {
        Path faults = Files.writeString(
                directory.resolve("delay.json"), "[{\"match\":\"GET /api/*\",\"kind\":\"delay\",\"delay\":\"9m\"}]");
        Path log = directory.resolve("log");
        Process child = command("--exit-with-stdin", "--faults", faults.toString())
                .redirectError(log.toFile())
                .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            String ready = out.readLine();
            String endpoint = ready.substring(ready.lastIndexOf(' ') + 1);
            ApiClient client = new ApiClient(endpoint);
            try (RawConnection waiting = new RawConnection(endpoint)) {
                waiting.request("GET", "/api/data-sources", "");
                while (!client.get("/__emulator/faults").body().contains("\"fired\":1")) {
                    Thread.onSpinWait();
                }
                child.outputWriter().close();
                assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(waiting.readAll()).isEmpty();
            }
            assertThat(child.exitValue()).isZero();
        } finally {
            child.destroyForcibly();
        }
        assertThat(log).isEmptyFile();
    }

    private static Process start(Map<String, String> environment, String... arguments) throws IOException {
        ProcessBuilder builder = command(arguments).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    @Test
    void helpNamesEveryOption() {
        assertThat(run(0, "--help"))
                .contains(
                        "--port",
                        "--api-key",
                        "--quotas",
                        "--time-scale",
                        "--limits",
                        "--latency",
                        "--seed",
                        "--profiles",
                        "--visibility-lag",
                        "--publishing-time",
                        "--object-types",
                        "--object-properties",
                        "--job-lag",
                        "--open-jobs",
                        "--faults",
                        "--exit-with-stdin",
                        "--version");
    }

    @Test
    void versionIsPrinted() {
        assertThat(run(0, "--version")).startsWith("klaviyo-emulator ");
    }

    @Test
    void wrongOptionsAreUsageErrors() throws Exception {
        assertThat(run(2, "--profiles", "-1")).contains("The number of profiles is from 0 to 10000000, not -1.");
        assertThat(run(2, "--events", "-1")).contains("The number of events is from 0 to 10000000, not -1.");
        assertThat(run(2, "--visibility-lag", "soon")).contains("'soon' is not a duration");
        assertThat(run(2, "--publishing-time", "-1s")).contains("'-1s' is not a duration");
        assertThat(run(2, "--object-types", "-1")).contains("The number of object types is not negative, but is -1.");
        assertThat(run(2, "--object-properties", "0")).contains("A schema has at least one property, not 0.");
        assertThat(run(2, "--job-lag", "soon")).contains("'soon' is not a duration");
        assertThat(run(2, "--open-jobs", "POST /api/profiles=5"))
                .contains(
                        "'POST /api/profiles' makes no jobs that can be asked for; these do: POST /api/profile-bulk-");
        assertThat(run(2, "--open-jobs", "POST /api/profile-bulk-import-jobs=0"))
                .contains("At least one job may be open at a time, not 0.");
        assertThat(run(2, "--port", "70000")).contains("A port is a number from 0 to 65535, not 70000.");
        assertThat(run(2, "--time-scale", "0")).contains("The time scale is a number above 0, not 0.0.");
        assertThat(run(2, "--latency", "soon")).contains("'soon' is not a duration");
        assertThat(run(2, "--quotas", "perhaps")).contains("--quotas");
        assertThat(run(2, "--faults", directory.resolve("none").toString())).contains("could not be read");
        Path wrong = Files.writeString(directory.resolve("wrong.json"), "{}");
        assertThat(run(2, "--faults", wrong.toString())).contains("This is not an array of faults");
    }

    @Test
    void aPortThatIsTakenIsAnErrorInOneSentence() {
        try (KlaviyoEmulator other = KlaviyoEmulator.start()) {
            String port = other.endpoint().substring(other.endpoint().lastIndexOf(':') + 1);

            assertThat(run(1, "--port", port)).contains("The emulator could not listen on 127.0.0.1:" + port);
        }
    }

    private static String run(int exitCode, String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(text)).setErr(new PrintWriter(text));

        assertThat(line.execute(arguments)).as(() -> text.toString()).isEqualTo(exitCode);
        return text.toString();
    }
}
