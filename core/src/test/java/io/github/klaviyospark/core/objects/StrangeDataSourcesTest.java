package io.github.klaviyospark.core.objects;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of data sources as something else than Klaviyo may answer them. */
class StrangeDataSourcesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no JSON at all|could not be read in 5 attempts: it is no JSON document",
                "{\"data\":[{\"attributes\":{\"title\":\"orders\"}}]}|could not be read in 5 attempts: it has a resource without an id",
                "{\"data\":[],\"links\":{\"next\":\"http://a b\"}}|continues at something that is no address",
                "{\"data\":[],\"links\":{\"next\":\"https://stranger.example.net/x\"}}|continues at another origin",
                "{\"data\":[],\"links\":{\"next\":\"HOME/api/data-sources?page%5Bcursor%5D=x\"}}|links.next leads to the page that it stands on"
            })
    void areSaidToBeStrange(String body, String what) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String home = "http://127.0.0.1:" + server.getAddress().getPort();
        byte[] bytes = body.replace("HOME", home).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/vnd.api+json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();

        FakeClock clock = new FakeClock();
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(home), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build()) {
            assertThatThrownBy(() -> new DataSources(client).find("orders"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(what);
        } finally {
            server.stop(0);
        }
    }
}
