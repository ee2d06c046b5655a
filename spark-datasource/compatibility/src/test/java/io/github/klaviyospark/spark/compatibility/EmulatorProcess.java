package io.github.klaviyospark.spark.compatibility;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The embedded Klaviyo in a process of its own, used through what it promises on the command line and over HTTP. */
final class EmulatorProcess implements AutoCloseable {

    private static final Pattern COUNT = Pattern.compile("\"count\"\\s*:\\s*(\\d+)");
    private static final Pattern FIRED = Pattern.compile("\"fired\"\\s*:\\s*(\\d+)");
    private static final Pattern STATUS = Pattern.compile("\"(\\d{3})\"\\s*:\\s*\\d+");
    private static final Pattern ENTRY =
            Pattern.compile("\\{\"seq\":\\d+,\"request\":\"([^\"]+)\",\"record\":(\\{.*})}");
    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    private static final Pattern BULK_COUNT = Pattern.compile("\"" + BULK + "\":\\{\"count\":(\\d+)");
    private static final Pattern BULK_BYTES = bulkFigure("bytes");
    private static final Pattern BULK_RECORDS = bulkFigure("records");
    private static final Pattern EXTERNAL_ID = Pattern.compile("\"external_id\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9A-Z]{26})\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final String key;
    private final String endpoint;

    /**
     * Starts one without quotas.
     *
     * @param key the only key that it accepts
     * @param flags more of its command line
     */
    EmulatorProcess(String key, String... flags) {
        this(key, List.of(), "off", flags);
    }

    /**
     * Starts one with quotas.
     *
     * @param flags more of its command line
     */
    static EmulatorProcess withQuotas(String key, String... flags) {
        return new EmulatorProcess(key, List.of(), "on", flags);
    }

    private EmulatorProcess(String key, List<String> jvm, String quotas, String... flags) {
        this.key = key;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-jar", System.getProperty("emulator.jar")));
        command.addAll(List.of("--port", "0", "--quotas", quotas, "--exit-with-stdin"));
        command.addAll(List.of(flags));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("KLAVIYO_EMULATOR_API_KEY", key);
            this.process = builder.start();
            String ready = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            this.endpoint = ready.substring(ready.lastIndexOf(' ') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one that has to do with little memory.
     *
     * @param heap the most that it gets, such as 512m
     */
    static EmulatorProcess withHeap(String heap, String key, String... flags) {
        return new EmulatorProcess(key, List.of("-Xmx" + heap), "off", flags);
    }

    private static Pattern bulkFigure(String name) {
        return Pattern.compile("\"" + BULK + "\":\\{[^{]*\\{[^}]*}[^}]*\"" + name + "\":(\\d+)");
    }

    String endpoint() {
        return endpoint;
    }

    String key() {
        return key;
    }

    /** All requests to the API so far. */
    long requests() {
        Matcher counts = COUNT.matcher(send(request("/__emulator/stats").GET()));
        long sum = 0;
        while (counts.find()) {
            sum += Long.parseLong(counts.group(1));
        }
        return sum;
    }

    /** The statuses that requests to the API were answered with so far. */
    Set<Integer> statuses() {
        Set<Integer> statuses = new TreeSet<>();
        Matcher status = STATUS.matcher(send(request("/__emulator/stats").GET()));
        while (status.find()) {
            statuses.add(Integer.valueOf(status.group(1)));
        }
        return statuses;
    }

    /** What each window of the quota of an operation let through. */
    Windows windows(String operation) {
        return Windows.of(send(request("/__emulator/quotas").GET()), operation);
    }

    /** Every profile with all that is held, as a line of JSON. */
    Stream<String> profiles() {
        return send(request("/__emulator/profiles").GET()).lines();
    }

    void addProfiles(List<String> lines) {
        String answer = send(request("/__emulator/profiles").POST(BodyPublishers.ofString(String.join("\n", lines))));
        if (!answer.startsWith("{\"ids\"")) {
            throw new IllegalStateException(answer);
        }
    }

    /** Forgets all but the profiles it was started with. */
    void reset() {
        send(request("/__emulator/reset").POST(BodyPublishers.noBody()));
    }

    String createDataSource(String title) {
        String body = "{\"data\":{\"type\":\"data-source\",\"attributes\":{\"title\":\"" + title + "\"}}}";
        Matcher id = ID.matcher(send(request("/api/data-sources")
                .header("Authorization", "Klaviyo-API-Key " + key)
                .header("revision", "2026-07-15")
                .header("Accept", "application/vnd.api+json")
                .header("Content-Type", "application/vnd.api+json")
                .POST(BodyPublishers.ofString(body))));
        if (!id.find()) {
            throw new IllegalStateException("No data source was made.");
        }
        return id.group(1);
    }

    /** The JSON text of each record of a data source, in order of arrival. */
    List<String> records(String dataSource) {
        return ledger(dataSource).stream().map(Entry::record).toList();
    }

    /** What was accepted into a data source, in order of arrival. */
    List<Entry> ledger(String dataSource) {
        return send(request("/__emulator/records?data-source=" + dataSource).GET())
                .lines()
                .map(ENTRY::matcher)
                .filter(Matcher::matches)
                .map(line -> new Entry(line.group(1), line.group(2)))
                .toList();
    }

    /** The external ids in all requests of an operation that were accepted so far, in order of arrival. */
    List<String> created(String operation) {
        String query = "?operation=" + operation.replace(" ", "%20");
        return EXTERNAL_ID
                .matcher(send(request("/__emulator/writes" + query).GET()))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Requests to the bulk endpoint so far, whatever they were answered. */
    long bulkRequests() {
        return bulk(BULK_COUNT);
    }

    /** Records that the bulk endpoint has accepted so far. */
    long bulkRecords() {
        return bulk(BULK_RECORDS);
    }

    /** Bytes of the requests that the bulk endpoint has accepted so far. */
    long bulkBytes() {
        return bulk(BULK_BYTES);
    }

    private long bulk(Pattern figure) {
        Matcher found = figure.matcher(send(request("/__emulator/stats").GET()));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    /** Sets a fault of the bulk endpoint, from {@code "kind"} on as JSON without braces. */
    void bulkFault(String json) {
        fault("{\"match\":\"" + BULK + "\"," + json + "}");
    }

    void fault(String json) {
        send(request("/__emulator/faults").POST(BodyPublishers.ofString(json)));
    }

    /** Requests that the first fault that is set has met so far, whether or not they have been answered since. */
    long metByFirstFault() {
        Matcher fired = FIRED.matcher(send(request("/__emulator/faults").GET()));
        return fired.find() ? Long.parseLong(fired.group(1)) : 0;
    }

    void clearFaults() {
        send(request("/__emulator/faults").DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(endpoint + path));
    }

    private String send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    /**
     * A record that was accepted.
     *
     * @param request the request that brought it
     * @param record its JSON text
     */
    record Entry(String request, String record) {}
}
