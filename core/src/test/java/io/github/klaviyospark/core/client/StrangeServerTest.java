package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that Klaviyo never gives, and something in its place may. */
class StrangeServerTest {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final FakeClock clock = new FakeClock();
    private HttpServer home;
    private HttpServer stranger;

    @BeforeEach
    void start() throws IOException {
        home = server();
        stranger = server();
    }

    private HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        return server;
    }

    @AfterEach
    void stop() {
        home.stop(0);
        stranger.stop(0);
    }

    private static String origin(HttpServer server) {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void redirect(String path, String to) {
        home.createContext(path, exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Location", to);
            answer(exchange, 307, "");
        });
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.api+json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private KlaviyoResponse get() throws IOException {
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(origin(home)), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build()) {
            return client.execute(KlaviyoRequest.to(Operation.GET_DATA_SOURCES), new Tally());
        }
    }

    @Test
    void mayRedirectOnTheSameOrigin() throws IOException {
        redirect("/api/data-sources", "/moved");
        home.createContext("/moved", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, 200, "{\"data\":[]}");
        });

        assertThat(get().status()).isEqualTo(200);
        assertThat(asked).containsExactly("/api/data-sources", "Klaviyo-API-Key pk_1");
    }

    @Test
    void mayNotRedirectToAnotherOrigin() {
        stranger.createContext("/", exchange -> {
            asked.add("stranger");
            answer(exchange, 200, "{}");
        });
        redirect("/api/data-sources", origin(stranger) + "/api/data-sources");

        assertThatThrownBy(this::get)
                .isInstanceOf(KlaviyoException.class)
                .hasMessage("The endpoint " + origin(home)
                        + " answered GET /api/data-sources with a redirect to another origin,"
                        + " http://127.0.0.1. The key is not sent there. Check the endpoint and the network between.");
        assertThat(asked).doesNotContain("stranger");
    }

    @Test
    void mayNotRedirectForEver() {
        redirect("/api/data-sources", "/api/data-sources");

        assertThatThrownBy(this::get)
                .isInstanceOf(KlaviyoException.class)
                .hasMessageContaining("more than 5 redirects");
        assertThat(asked).hasSize(6);
    }

    @Test
    void isNotBelievedWhenItCallsAPageOfHtmlSuccess() {
        home.createContext("/api/data-sources", exchange -> {
            byte[] page = "<html>Sign in</html>".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });

        assertThatThrownBy(this::get)
                .isInstanceOf(KlaviyoException.class)
                .hasMessage(
                        origin(home)
                                + " answered 200 to GET /api/data-sources with 20 bytes of text/html, which is no answer"
                                + " of Klaviyo's API. Check that the endpoint is right and that no proxy answers in its place.");
    }

    @Test
    void doesNotGetItsKeyBackIntoAMessage() {
        home.createContext(
                "/api/data-sources",
                exchange -> answer(
                        exchange, 400, "{\"errors\":[{\"code\":\"invalid\",\"title\":\"Bad header pk_1\\u0007\"}]}"));

        assertThatThrownBy(this::get)
                .isInstanceOf(KlaviyoException.class)
                .hasMessage("Klaviyo answered 400 to GET /api/data-sources (invalid: Bad header *** ).");
    }

    @Test
    void mayCutItsErrorsShort() {
        home.createContext("/api/data-sources", exchange -> answer(exchange, 404, "{\"errors\":[{\"co"));

        assertThatThrownBy(this::get)
                .isInstanceOf(KlaviyoException.class)
                .hasMessageContaining(
                        " answered 404 to GET /api/data-sources with 15 bytes of application/vnd.api+json");
    }

    @Test
    void mayRedirectToSomethingThatIsNoAddress() {
        redirect("/api/data-sources", "http://[nonsense");

        assertThatThrownBy(this::get)
                .isInstanceOf(KlaviyoException.class)
                .hasMessageContaining("with a redirect to something that is no address.");
    }
}
