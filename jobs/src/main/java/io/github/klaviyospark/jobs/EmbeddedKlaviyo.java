package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The embedded Klaviyo in a process of its own, from the jar that this one carries. It has a key that is made for the run,
 * and ends with this process however that ends.
 */
final class EmbeddedKlaviyo implements AutoCloseable {

    private static final String READY = "klaviyo-emulator ready ";
    private static final String JAR = "klaviyo-emulator.jar";
    private static final String KEY = "key";
    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    private static final String SINGLE = "POST /api/data-source-record-create-jobs";

    private final Path folder;
    private final Path keyFile;
    private final Process process;
    private final String endpoint;

    private EmbeddedKlaviyo(Path folder, Path keyFile, Process process, String endpoint) {
        this.folder = folder;
        this.keyFile = keyFile;
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts one.
     *
     * @param flags flags of the emulator, such as {@code --profiles 1000}
     */
    static EmbeddedKlaviyo start(String... flags) throws IOException {
        Path folder = Files.createTempDirectory("klaviyo-embedded");
        try {
            return start(folder, flags);
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
    }

    private static EmbeddedKlaviyo start(Path folder, String... flags) throws IOException {
        Path jar = folder.resolve(JAR);
        try (InputStream carried = EmbeddedKlaviyo.class.getResourceAsStream("/embedded/" + JAR)) {
            if (carried == null) {
                throw new IllegalStateException(
                        "This jar carries no embedded Klaviyo. Build it with 'mvn package' or use a released one.");
            }
            Files.copy(carried, jar, StandardCopyOption.REPLACE_EXISTING);
        }

        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String key = "pk_" + HexFormat.of().formatHex(random);
        Path keyFile = Files.writeString(folder.resolve(KEY), key);

        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        jar.toString(),
                        "--port",
                        "0",
                        "--exit-with-stdin")
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        command.command().addAll(List.of(flags));
        command.environment().put("KLAVIYO_EMULATOR_API_KEY", key);
        Process process = command.start();
        return new EmbeddedKlaviyo(folder, keyFile, process, readyEndpoint(process));
    }

    private static void delete(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(KEY));
        Files.deleteIfExists(folder.resolve(JAR));
        Files.deleteIfExists(folder);
    }

    private static String readyEndpoint(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = lines.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new IOException("The embedded Klaviyo did not start; it says: " + line);
        }
        return line.substring(READY.length()).trim();
    }

    String endpoint() {
        return endpoint;
    }

    /** The options of the format that lead to it. */
    Map<String, String> connection() {
        return Map.of("endpoint", endpoint, "apiKeySource", "file:" + keyFile);
    }

    /** What it has taken in, as it counted itself. */
    String received() throws IOException, InterruptedException {
        JsonNode bulk = stats(BULK);
        JsonNode single = stats(SINGLE);
        return String.format(
                Locale.ROOT,
                "The embedded Klaviyo itself counted %,d requests and %,d records in %,d bytes.",
                bulk.path("count").asLong() + single.path("count").asLong(),
                bulk.path("records").asLong() + single.path("records").asLong(),
                bulk.path("bytes").asLong() + single.path("bytes").asLong());
    }

    /**
     * What it has given out of one collection, as it counted itself.
     *
     * @param path as it is read, such as {@code lists/Y6nRLr/profiles}
     */
    String served(String path) throws IOException, InterruptedException {
        long requests = 0;
        long given = 0;
        for (Map.Entry<String, JsonNode> operation : allStats().properties()) {
            // Where a path has an id, the operation has its name in braces.
            String form = operation.getKey().replaceAll("\\{[^}]*}", "[^/]+");
            if (("GET /api/" + path).matches(form)) {
                requests += operation.getValue().path("count").asLong();
                given += operation.getValue().path("records").asLong();
            }
        }
        return String.format(
                Locale.ROOT,
                "The embedded Klaviyo itself counted %,d requests and %,d %s.",
                requests,
                given,
                path.substring(path.lastIndexOf('/') + 1));
    }

    /** How often it was asked for anything, as it counted itself. */
    String asked() throws IOException, InterruptedException {
        long requests = 0;
        for (JsonNode operation : allStats()) {
            requests += operation.path("count").asLong();
        }
        return String.format(Locale.ROOT, "The embedded Klaviyo itself counted %,d requests.", requests);
    }

    /**
     * What it has taken in by one operation, as it counted itself.
     *
     * @param operation such as {@code POST /api/profile-bulk-import-jobs}
     */
    String received(String operation) throws IOException, InterruptedException {
        JsonNode stats = stats(operation);
        return String.format(
                Locale.ROOT,
                "The embedded Klaviyo itself counted %,d requests of %s and %,d records in %,d bytes.",
                stats.path("count").asLong(),
                operation,
                stats.path("records").asLong(),
                stats.path("bytes").asLong());
    }

    private JsonNode stats(String operation) throws IOException, InterruptedException {
        return allStats().path(operation);
    }

    private JsonNode allStats() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint + "/__emulator/stats"))
                .build();
        String stats = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(stats).path("requests");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        delete(folder);
    }
}
