package io.github.klaviyospark.core.objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server that answers as some document of Klaviyo says, where the emulator answers as another one does. */
final class Stub implements AutoCloseable {

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final FakeClock clock = new FakeClock();
    private final HttpServer server;
    private final KlaviyoClient client;

    Stub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Endpoint endpoint =
                Endpoint.of("http://127.0.0.1:" + server.getAddress().getPort());
        client = KlaviyoClient.builder(endpoint, ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
    }

    private record Reply(int status, String type, String body) {}

    Stub answering(String path, String body) {
        replies.put(path, new Reply(200, "application/vnd.api+json", body));
        return this;
    }

    Stub answering(String path, int status, String type, String body) {
        replies.put(path, new Reply(status, type, body));
        return this;
    }

    KlaviyoClient client() {
        return client;
    }

    /** Method, path and query of what was asked. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        Reply reply = replies.getOrDefault(
                exchange.getRequestURI().getPath(),
                new Reply(
                        404,
                        "application/vnd.api+json",
                        "{\"errors\":[{\"id\":\"1\",\"code\":\"not_found\",\"title\":\"Not found.\",\"detail\":\"x\"}]}"));
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", reply.type());
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        client.close();
        server.stop(0);
    }
}
