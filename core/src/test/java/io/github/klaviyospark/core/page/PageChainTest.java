package io.github.klaviyospark.core.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PageChainTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Operation PROFILES =
            Collections.find("profiles").orElseThrow().operation(List.of());

    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).profiles(1_050).start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_chain", "test"))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    private PageChain<String> chain(long mostPages, AtomicBoolean cancelled) {
        KlaviyoRequest first = KlaviyoRequest.to(PROFILES).with("page[size]", "100");
        return new PageChain<>(
                client, first, PageChainTest::read, new Tally(), new Demand(mostPages, false), cancelled::get);
    }

    private PageChain<String> chain() {
        return chain(Long.MAX_VALUE, new AtomicBoolean());
    }

    private static Page<String> read(byte[] document) throws UnreadableAnswerException {
        try {
            JsonNode page = JSON.readTree(document);
            List<String> ids = new ArrayList<>();
            page.required("data")
                    .forEach(resource -> ids.add(resource.required("id").asText()));
            return new Page<>(ids, ids, page.path("links").path("next").asText(null));
        } catch (IOException | IllegalArgumentException e) {
            throw new UnreadableAnswerException("the page is no page");
        }
    }

    private static List<String> all(PageChain<String> chain) throws IOException {
        List<String> all = new ArrayList<>();
        for (List<String> page = chain.next(); page != null; page = chain.next()) {
            all.addAll(page);
        }
        return all;
    }

    private void awaitRequests(int count) {
        while (klaviyo.requests() < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void readsEveryPageOnce() throws IOException {
        try (PageChain<String> chain = chain()) {
            assertThat(all(chain)).hasSize(1_050).doesNotHaveDuplicates();
            assertThat(chain.next()).as("after the end").isNull();
        }
        assertThat(klaviyo.requests()).isEqualTo(11);
    }

    @Test
    void asksForNothingBeforeItIsUsed() {
        chain().close();

        assertThat(klaviyo.requests()).isZero();
    }

    @Test
    void fetchesOnePageWhileAnotherIsUsed() throws IOException {
        try (PageChain<String> chain = chain()) {
            chain.next();
            awaitRequests(2);

            chain.next();
            awaitRequests(3);
            assertThat(klaviyo.requests()).isEqualTo(3);
        }
    }

    @Test
    void fetchesNothingAheadOfWhatIsWanted() throws IOException {
        try (PageChain<String> chain = chain(2, new AtomicBoolean())) {
            assertThat(chain.next()).hasSize(100);
            assertThat(chain.next()).hasSize(100);
            assertThat(klaviyo.requests()).isEqualTo(2);

            assertThat(chain.next()).as("pages had fewer than they could").hasSize(100);
            assertThat(klaviyo.requests()).isEqualTo(3);
        }
    }

    @Test
    void doesNotTakeTheEndOfABrokenChainForTheEndOfTheCollection() throws IOException {
        klaviyo.fault(Fault.builder("GET /api/profiles", Fault.Kind.STATUS)
                .status(403)
                .after(1)
                .build());
        try (PageChain<String> chain = chain()) {
            assertThat(chain.next()).hasSize(100);
            assertThatThrownBy(chain::next).isInstanceOf(IOException.class).hasMessageContaining("403");
            assertThatThrownBy(chain::next).isInstanceOf(IOException.class).hasMessageContaining("403");
        }
    }

    @Test
    void countsWhatItLeavesOutAtBorders() throws IOException {
        klaviyo.fault(
                Fault.builder("GET /api/profiles", Fault.Kind.REPEAT_BORDER).build());

        try (PageChain<String> chain = chain()) {
            assertThat(all(chain)).hasSize(1_050).doesNotHaveDuplicates();
            assertThat(chain.repeatedResources()).isEqualTo(10);
        }
    }

    @Test
    void waitsNoLongerOnceItIsCancelled() {
        klaviyo.fault(Fault.builder("GET /api/profiles", Fault.Kind.DELAY)
                .delay(Duration.ofMinutes(5))
                .build());
        try (PageChain<String> chain = chain(Long.MAX_VALUE, new AtomicBoolean(true))) {
            assertThatThrownBy(chain::next)
                    .isInstanceOf(InterruptedIOException.class)
                    .hasMessage("Cancelled while a page was under way.");
        }
    }

    /** Nobody waits for an answer of a client that is closed, whatever the network does. */
    @Test
    void endsWithItsClient() throws InterruptedException {
        klaviyo.fault(Fault.builder("GET /api/profiles", Fault.Kind.DELAY)
                .delay(Duration.ofMinutes(5))
                .build());
        try (PageChain<String> chain = chain()) {
            Thread closing = new Thread(() -> {
                awaitFetching();
                client.close();
            });
            closing.start();

            assertThatThrownBy(chain::next).isInstanceOf(InterruptedIOException.class);
            closing.join();
        }
    }

    private void awaitFetching() {
        while (Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("klaviyo-pages"))) {
            Thread.onSpinWait();
        }
    }
}
