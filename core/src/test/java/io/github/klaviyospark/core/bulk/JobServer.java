package io.github.klaviyospark.core.bulk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that tells of jobs what a test says, on a clock of the test, and a sender to it. */
final class JobServer implements AutoCloseable {

    static final int BURST = 100;

    private static final int DROP = -1;

    final List<String> asked = new CopyOnWriteArrayList<>();
    final FakeClock clock = new FakeClock();

    private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final KlaviyoClient client;

    private record Reply(int status, String body) {}

    JobServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = KlaviyoClient.builder(Endpoint.of(endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
    }

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        exchange.getRequestBody().readAllBytes();
        asked.add(request);
        Deque<Reply> left = replies.getOrDefault(request, new ArrayDeque<>());
        Reply reply = left.size() > 1 ? left.poll() : left.peek();
        if (reply == null) {
            reply = new Reply(404, "{\"errors\":[{\"id\":\"1\",\"code\":\"not_found\",\"title\":\"Not found.\"}]}");
        }
        if (reply.status() != DROP) {
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.api+json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    JobServer when(String request, Object... statusesAndBodies) {
        Deque<Reply> all = new ArrayDeque<>();
        for (int i = 0; i < statusesAndBodies.length; i += 2) {
            all.add(new Reply((int) statusesAndBodies[i], (String) statusesAndBodies[i + 1]));
        }
        replies.put(request, all);
        return this;
    }

    JobServer job(String... attributes) {
        when("POST /api/ships", 202, "{\"data\":{\"id\":\"J 1\",\"type\":\"job\"}}");
        return when(
                "GET /api/ships/J 1",
                Arrays.stream(attributes)
                        .flatMap(each -> java.util.stream.Stream.<Object>of(
                                200, "{\"data\":{\"id\":\"J 1\",\"attributes\":{" + each + "}}}"))
                        .toArray());
    }

    /** From now on there is nothing to be had. */
    void forget(String request) {
        replies.remove(request);
    }

    static Chunk chunk(int records) throws IOException {
        Chunker chunker = new Chunker(new Ships(true, false), new ChunkLimits(100, 100_000, 1_000));
        chunker.turnTo(Envelope.of("{\"data\":{\"ships\":[", "]}}"));
        for (int i = 0; i < records; i++) {
            OutputStream out = chunker.beginRecord();
            out.write(("{\"n\":" + i + "}").getBytes(StandardCharsets.UTF_8));
            chunker.endRecord();
        }
        return chunker.flush();
    }

    BulkSender sender(BulkTarget target) {
        return new BulkSender(client, target, new Tally(), new JobPatience(Duration.ofMinutes(10), clock));
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
