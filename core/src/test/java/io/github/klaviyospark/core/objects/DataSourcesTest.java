package io.github.klaviyospark.core.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourcesTest {

    private final FakeClock clock = new FakeClock();
    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private DataSources sources;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .time(Quotas.with(clock), clock)
                .build();
        sources = new DataSources(client);
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    @Test
    void areFoundByIdInOneRequest() throws IOException {
        String id = klaviyo.createDataSource("orders");

        assertThat(sources.find(id)).contains(new DataSource(id, "orders"));
        assertThat(klaviyo.requests()).isEqualTo(1);
    }

    @Test
    void areFoundByTitleOnAnyPage() throws IOException {
        for (int i = 0; i < 250; i++) {
            klaviyo.createDataSource("source " + i);
        }

        assertThat(sources.find("source 249")).map(DataSource::title).contains("source 249");
        assertThat(klaviyo.requests()).isEqualTo(3);
        assertThat(sources.find("Source 249")).isEmpty();
    }

    @Test
    void mayHaveATitleThatLooksLikeAnId() throws IOException {
        String title = "01JKV3YV229CP2NVMXHM5SD9N5";
        klaviyo.createDataSource(title);

        assertThat(sources.find(title)).map(DataSource::title).contains(title);
    }

    @Test
    void areCreatedOnceHoweverOftenAsked() throws IOException {
        DataSource made = sources.findOrCreate("orders \"2026\" ✓");

        assertThat(made.title()).isEqualTo("orders \"2026\" ✓");
        assertThat(sources.findOrCreate("orders \"2026\" ✓")).isEqualTo(made);
        assertThat(klaviyo.stats("POST /api/data-sources").count()).isEqualTo(1);
    }

    @Test
    void areLookedForAgainWhenTheAnswerToTheirCreationIsLost() throws IOException {
        klaviyo.fault(Fault.builder("POST /api/data-sources", Fault.Kind.RESET_AFTER)
                .times(1)
                .build());

        assertThat(sources.findOrCreate("orders").title()).isEqualTo("orders");
        assertThat(klaviyo.stats("POST /api/data-sources").count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 409})
    void areLookedForAgainWhenSomebodyElseWasFaster(int status) throws IOException {
        klaviyo.fault(Fault.builder("POST /api/data-sources", Fault.Kind.STATUS)
                .status(status)
                .times(1)
                .build());

        assertThatThrownBy(() -> sources.findOrCreate("orders"))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageStartingWith("Klaviyo answered " + status + " to POST /api/data-sources (");
        assertThat(klaviyo.stats("GET /api/data-sources").count()).isEqualTo(2);
    }

    @Test
    void haveTitlesOfALengthThatKlaviyoTakes() throws IOException {
        assertThatThrownBy(() -> sources.findOrCreate("é".repeat(256)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The title of a data source has 1 to 255 characters, and this one 256.");
        assertThat(sources.findOrCreate("é".repeat(255)).id()).hasSize(26);
    }
}
