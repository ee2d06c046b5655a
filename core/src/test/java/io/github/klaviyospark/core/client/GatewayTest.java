package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxy and the trust store of the JVM are those of the client: what docs/operations.md says of networks. */
class GatewayTest {

    private static final String KEY = "pk_gateway_9a8b7c6d5e4f";

    @TempDir
    private Path folder;

    private static String ask(Gateway gateway, String... properties) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.add("-Dhttps.proxyHost=127.0.0.1");
        command.add("-Dhttps.proxyPort=" + gateway.port());
        command.addAll(List.of(properties));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BehindGateway.class.getName()));
        command.addAll(List.of("https://" + Gateway.HOST, KEY));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }

    @Test
    void goesThroughTheProxyToAServerThatTheTrustStoreKnows() throws Exception {
        Path store = Gateway.store(folder);
        try (Gateway gateway = new Gateway(store)) {
            String said = ask(
                    gateway,
                    "-Djavax.net.ssl.trustStore=" + store,
                    "-Djavax.net.ssl.trustStorePassword=" + Gateway.PASSWORD);

            assertThat(said).isEqualTo("200");
            assertThat(gateway.keys()).containsExactly("Klaviyo-API-Key " + KEY);
            assertThat(gateway.asked()).singleElement().satisfies(request -> assertThat(request)
                    .startsWith("CONNECT " + Gateway.HOST + ":443 ")
                    .doesNotContain(KEY));
        }
    }

    @Test
    void endsAtACertificateThatTheTrustStoreDoesNotKnow() throws Exception {
        try (Gateway gateway = new Gateway(Gateway.store(folder))) {
            String said = ask(gateway);

            assertThat(said)
                    .startsWith("No answer from https://" + Gateway.HOST
                            + " to GET /api/data-sources after 1 attempt (SSLHandshakeException: ");
            assertThat(gateway.asked()).hasSize(1);
            assertThat(gateway.keys()).isEmpty();
        }
    }
}
