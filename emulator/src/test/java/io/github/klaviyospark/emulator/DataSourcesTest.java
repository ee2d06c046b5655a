package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSourcesTest {
    private static final String PATH = "/api/data-sources";
    private static KlaviyoEmulator emulator;
    private static ApiClient client;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.start();
        client = new ApiClient(emulator.endpoint());
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @BeforeEach
    void reset() {
        emulator.reset();
    }

    @Test
    void createdOnesCanBeReadAndDeleted() throws Exception {
        HttpResponse<String> created = client.post(
                PATH,
                "{\"data\":{\"type\":\"data-source\",\"attributes\":{\"title\":\"warehouse.orders\","
                        + "\"visibility\":\"private\",\"description\":\"nightly\",\"namespace\":null}}}");
        String id = json(created).at("/data/id").asText();
        String self = emulator.endpoint() + PATH + "/" + id;

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(id).matches("[0-7][0-9A-HJKMNP-TV-Z]{25}");
        assertThat(json(created).at("/data"))
                .isEqualTo(json("{\"type\":\"data-source\",\"id\":\"" + id
                        + "\",\"attributes\":{\"title\":\"warehouse.orders\",\"visibility\":\"private\","
                        + "\"description\":\"nightly\",\"namespace\":\"custom-objects\"},\"links\":{\"self\":\"" + self
                        + "\"}}"));
        assertThat(json(client.get(PATH + "/" + id)).at("/data"))
                .isEqualTo(json(created).at("/data"));
        assertThat(client.delete(PATH + "/" + id).statusCode()).isEqualTo(204);
        assertThat(client.get(PATH + "/" + id).statusCode()).isEqualTo(404);
        assertThat(client.delete(PATH + "/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void aTitleIsTakenOnlyOnce() throws Exception {
        client.createDataSource("orders");
        HttpResponse<String> second = client.createDataSource("orders");

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(error(second).at("/code").asText()).isEqualTo("duplicate");
        assertThat(client.createDataSource("Orders").statusCode()).isEqualTo(201);
        assertThatThrownBy(() -> emulator.createDataSource("orders"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is already a data source 'orders'.");
    }

    @Test
    void aTitleOfDeletedOneIsFreeAgain() throws Exception {
        String id = emulator.createDataSource("orders");
        client.delete(PATH + "/" + id);

        assertThat(client.createDataSource("orders").statusCode()).isEqualTo(201);
    }

    @Test
    void aTitleHasUpTo255Characters() throws Exception {
        assertThat(client.createDataSource("\ud83d\ude00".repeat(255)).statusCode())
                .isEqualTo(201);
        assertThat(client.createDataSource("x".repeat(256)).statusCode()).isEqualTo(400);
        assertThat(client.createDataSource("").statusCode()).isEqualTo(400);
        assertThat(client.createDataSource(" ").statusCode()).isEqualTo(400);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("{}", "/data/attributes/title"),
                Arguments.of("{\"title\":null}", "/data/attributes/title"),
                Arguments.of("{\"title\":1}", "/data/attributes/title"),
                Arguments.of("{\"title\":\"t\",\"visibility\":\"shared\"}", "/data/attributes/visibility"),
                Arguments.of("{\"title\":\"t\",\"description\":1}", "/data/attributes/description"),
                Arguments.of("{\"title\":\"t\",\"namespace\":\"other\"}", "/data/attributes/namespace"),
                Arguments.of("{\"title\":\"t\",\"name\":\"n\"}", "/data/attributes/name"),
                Arguments.of("{\"title\":\"t\"},\"id\":\"1\"", "/data/id"),
                Arguments.of("[]", "/data/attributes"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void otherAttributesAre400(String attributes, String pointer) throws Exception {
        HttpResponse<String> response =
                client.post(PATH, "{\"data\":{\"type\":\"data-source\",\"attributes\":" + attributes + "}}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/source/pointer").asText()).isEqualTo(pointer);
    }

    @Test
    void pagesLeadThroughAllOfThemAndBack() throws Exception {
        IntStream.range(0, 250).forEach(i -> emulator.createDataSource("source " + i));
        List<String> titles = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        List<String> pages = new ArrayList<>();
        String next = PATH + "?page%5Bsize%5D=100&fields%5Bdata-source%5D=title";
        JsonNode page = null;
        while (!next.isEmpty()) {
            page = json(client.get(next));
            pages.add(page.at("/data/0/id").asText());
            sizes.add(page.at("/data").size());
            page.at("/data")
                    .forEach(item -> titles.add(item.at("/attributes/title").asText()));
            next = page.at("/links/next").asText("");
            assertThat(next).matches("|" + emulator.endpoint() + "/.*");
        }

        assertThat(sizes).containsExactly(100, 100, 50);
        assertThat(titles)
                .containsExactlyElementsOf(
                        IntStream.range(0, 250).mapToObj(i -> "source " + i).toList());
        JsonNode back = json(client.get(page.at("/links/prev").asText()));
        assertThat(back.at("/data/0/id").asText()).isEqualTo(pages.get(1));
        JsonNode first = json(client.get(back.at("/links/prev").asText()));
        assertThat(first.at("/data/0/id").asText()).isEqualTo(pages.get(0));
        assertThat(first.at("/links/prev").isNull()).isTrue();
    }

    @Test
    void aPageHoldsTwentyUnlessAskedOtherwise() throws Exception {
        IntStream.range(0, 21).forEach(i -> emulator.createDataSource("source " + i));
        JsonNode page = json(client.get(PATH));

        assertThat(page.at("/data").size()).isEqualTo(20);
        assertThat(page.at("/links/self").asText()).isEqualTo(emulator.endpoint() + PATH);
        assertThat(json(client.get(page.at("/links/next").asText())).at("/data").size())
                .isEqualTo(1);
    }

    @Test
    void theLastFullPageHasNoNext() throws Exception {
        IntStream.range(0, 20).forEach(i -> emulator.createDataSource("source " + i));

        assertThat(json(client.get(PATH)).at("/links/next").isNull()).isTrue();
    }

    @Test
    void aCursorStillHoldsAfterItsItemWasDeleted() throws Exception {
        List<String> ids = IntStream.range(0, 5)
                .mapToObj(i -> emulator.createDataSource("source " + i))
                .toList();
        String next =
                json(client.get(PATH + "?page%5Bsize%5D=2")).at("/links/next").asText();
        client.delete(PATH + "/" + ids.get(2));

        assertThat(json(client.get(next)).at("/data/0/id").asText()).isEqualTo(ids.get(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "01KXHH5F0075XHVKDFDAGVJSFI", "91KXHH5F0075XHVKDFDAGVJSFM"})
    void aBadCursorIs400(String cursor) throws Exception {
        HttpResponse<String> response = client.get(PATH + "?page%5Bcursor%5D=" + cursor);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/detail").asText()).isEqualTo("Invalid cursor provided.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page%5Bsize%5D=0",
                "page%5Bsize%5D=101",
                "page%5Bsize%5D=-1",
                "page%5Bsize%5D=",
                "page%5Bsize%5D=ten",
                "page%5Bsize%5D=1&page%5Bsize%5D=1",
                "page_size=5",
                "filter=equals(title,%22x%22)",
                "fields%5Bdata-source%5D=name",
                "fields%5Bdata-source%5D=title,%20id",
                "fields%5Bdata-source%5D=",
                "fields%5Bprofile%5D=email",
                "&"
            })
    void badParametersAre400(String query) throws Exception {
        HttpResponse<String> response = client.get(PATH + "?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).at("/source").has("parameter")).isTrue();
    }

    @Test
    void percentSignsThatEncodeNothingAre400() throws Exception {
        try (RawConnection connection = new RawConnection(emulator.endpoint())) {
            connection.request("GET", PATH + "?page%5Bsize%5D=%zz&x", "");
            connection.send("GET / HTTP/1.0\r\n\r\n");

            assertThat(connection.readAll()).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void sparseFieldsLeaveTypeAndId() throws Exception {
        String id = emulator.createDataSource("orders");
        JsonNode data = json(client.get(PATH + "/" + id + "?fields%5Bdata-source%5D=title,visibility"))
                .at("/data");

        assertThat(data.at("/attributes")).isEqualTo(json("{\"title\":\"orders\",\"visibility\":\"private\"}"));
        assertThat(data.at("/type").asText()).isEqualTo("data-source");
        assertThat(data.at("/id").asText()).isEqualTo(id);
    }

    @Test
    void equalSeedsGiveEqualIds() {
        try (KlaviyoEmulator one = KlaviyoEmulator.builder().seed(7).start();
                KlaviyoEmulator same = KlaviyoEmulator.builder().seed(7).start();
                KlaviyoEmulator other = KlaviyoEmulator.builder().seed(8).start()) {
            String id = one.createDataSource("orders");
            assertThat(same.createDataSource("customers")).isEqualTo(id);
            assertThat(other.createDataSource("orders")).isNotEqualTo(id);
            one.reset();
            assertThat(one.createDataSource("orders")).isEqualTo(id);
        }
    }
}
