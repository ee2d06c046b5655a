package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.json;
import static io.github.klaviyospark.emulator.ObjectClient.constant;
import static io.github.klaviyospark.emulator.ObjectClient.profiles;
import static io.github.klaviyospark.emulator.ObjectClient.simple;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How records link objects to profiles and to each other. */
final class ObjectLinksTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeTime time = new FakeTime();
    private KlaviyoEmulator emulator;
    private ApiClient client;
    private ObjectClient objects;
    private String source;

    @BeforeEach
    void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).time(time).start();
        client = new ApiClient(emulator.endpoint());
        objects = new ObjectClient(client);
        source = emulator.createDataSource("orders");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    /** A type with one source that is mapped, active and settled. */
    private String active(String[] properties, List<String> mappings, String... relationships) throws Exception {
        String type = objects.createType("Type " + properties[0], properties);
        String schema = objects.draft(type);
        List<String> related = new ArrayList<>();
        for (String relationship : relationships) {
            String name = relationship.substring(0, relationship.indexOf(' '));
            String id = objects.profileRelationship(schema, name);
            related.add(relationship.substring(name.length() + 1).replace("ID", id));
        }
        HttpResponse<String> mapped = objects.map(schema, mappings, related);
        assertThat(mapped.statusCode()).as(mapped.body()).isEqualTo(200);
        HttpResponse<String> activated = objects.activate(schema);
        assertThat(activated.statusCode()).as(activated.body()).isEqualTo(200);
        time.pass(SECOND);
        return type;
    }

    private List<String> objects(String type) {
        return emulator.objects(type).toList();
    }

    /** What the log says, the newest first: status, code and property of every error, and the object. */
    private List<String> failures(String type) throws Exception {
        time.pass(SECOND);
        return objects.logs(type).stream()
                .map(log -> log.at("/attributes/status").asText() + " "
                        + StreamSupport.stream(log.at("/attributes/errors").spliterator(), false)
                                .map(error -> error.at("/code").asText() + "("
                                        + error.at("/property").asText() + ")="
                                        + error.at("/invalid_value").asText(null))
                                .collect(Collectors.joining(" "))
                        + " of "
                        + log.at("/relationships/object-record/data/id")
                                .asText("nothing")
                                .replace(type + ":::", ""))
                .toList();
    }

    @Test
    void linksAreReplacedByTheNextRecordAndAddUpInsideOne() throws Exception {
        String type = active(
                new String[] {"a:int"},
                List.of(simple(1, source, "$['l'][*]['id']", "$['l'][*]['a']")),
                "buyer "
                        + profiles(
                                "ID", source, "$['l'][*]['id']", "replace_from_origin", "email", "$['l'][*]['email']"),
                "fan " + profiles("ID", source, "$['l'][*]['id']", "additive", "email", "$['l'][*]['email']"));
        client.ingest(
                source,
                "{\"l\":[{\"id\":1,\"email\":\"a@x.net\"},{\"id\":1,\"email\":\"b@x.net\"},{\"id\":2,\"email\":\"a@x.net\"}]}");
        assertThat(links(type, "buyer"))
                .containsExactly("[{\"email\":\"a@x.net\"},{\"email\":\"b@x.net\"}]", "[{\"email\":\"a@x.net\"}]");
        client.ingest(source, "{\"l\":[{\"id\":1,\"email\":\"c@x.net\"},{\"id\":2}]}");
        assertThat(links(type, "buyer")).containsExactly("[{\"email\":\"c@x.net\"}]", "[]");
        assertThat(links(type, "fan"))
                .containsExactly(
                        "[{\"email\":\"a@x.net\"},{\"email\":\"b@x.net\"},{\"email\":\"c@x.net\"}]",
                        "[{\"email\":\"a@x.net\"}]");
        // An application that fails leaves the links alone, too.
        client.ingest(source, "{\"l\":[{\"id\":1,\"email\":\"d@x.net\",\"a\":\"x\"}]}");
        assertThat(links(type, "buyer")).containsExactly("[{\"email\":\"c@x.net\"}]", "[]");
    }

    private List<String> links(String type, String name) {
        return objects(type).stream()
                .map(line -> json(line).at("/links/" + name).toString())
                .toList();
    }

    @Test
    void linksMayComeBeforeTheirObject() throws Exception {
        String other = emulator.createDataSource("links");
        String type = active(
                new String[] {"a:int"},
                List.of(simple(1, source, "$['id']", "$['a']")),
                "buyer " + profiles("ID", other, "$['order']", "", "phone", "$['phone']", "anonymous", "$['anon']"));
        client.ingest(other, "{\"order\":\"1\",\"phone\":\"+4930123456\",\"anon\":17}");
        assertThat(objects(type)).isEmpty();
        client.ingest(source, "{\"id\":1,\"a\":1}");

        assertThat(links(type, "buyer")).containsExactly("[{\"phone\":\"+4930123456\",\"anonymous\":\"17\"}]");
    }

    @Test
    void anObjectOfConstantsExistsOnceAnyGroupNamesIt() throws Exception {
        String type = active(
                new String[] {"a:string"},
                List.of(constant(1, "\"web\"")),
                "buyer " + profiles("ID", source, "$['id']", "", "email", "$['email']"));
        client.ingest(source, "{\"id\":1}");

        assertThat(objects(type))
                .containsExactly("{\"id\":\"1\",\"properties\":{\"a\":\"web\"},\"links\":{\"buyer\":[]},\"record\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "email|\"ada@example.net\"|true",
                "email|\"\u00e4da@b\u00fccher.example\"|true",
                "email|\"a@b-c.d1\"|true",
                "email|\"a+b'c@x.y.z\"|true",
                "email|\"\"|false",
                "email|\"ada\"|false",
                "email|\"@example.net\"|false",
                "email|\"ada@example\"|false",
                "email|\"a@b@example.net\"|false",
                "email|\"a b@example.net\"|false",
                "email|\"ada@exa mple.net\"|false",
                "email|\" ada@example.net\"|false",
                "email|\"ada@example.net\\n\"|false",
                "email|\"a\\u00a0b@example.net\"|false",
                "email|\"a\\u0000b@example.net\"|false",
                "email|\"ada@-example.net\"|false",
                "email|\"ada@example-.net\"|false",
                "email|\"ada@example..net\"|false",
                "email|\"ada@example.net.\"|false",
                "email|\"ada@exam_ple.net\"|false",
                "email|7|false",
                "email|true|false",
                "email|[\"ada@example.net\"]|false",
                "phone|\"+12345678\"|true",
                "phone|\"+1234567\"|true",
                "phone|\"+123456789012345\"|true",
                "phone|\"+1234567890123456\"|false",
                "phone|\"+123456\"|false",
                "phone|\"+0123456789\"|false",
                "phone|\"12345678\"|false",
                "phone|12345678|false",
                "phone|\"+49 30 123456\"|false",
                "anonymous|\"x\"|true",
                "anonymous|1.50|true",
                "anonymous|\"\"|false",
                "anonymous|{}|false"
            })
    void identifiersMustHaveTheFormOfTheirType(String identifier, String value, boolean fits) throws Exception {
        String type = active(
                new String[] {"a:int"},
                List.of(simple(1, source, "$['id']", "$['a']")),
                "buyer " + profiles("ID", source, "$['id']", "", identifier, "$['v']"));
        client.ingest(source, "{\"id\":1,\"a\":1,\"v\":" + value + "}");

        assertThat(json(links(type, "buyer").get(0))).hasSize(fits ? 1 : 0);
        List<String> failures = failures(type);
        assertThat(failures).hasSize(fits ? 0 : 1);
        assertThat(failures).allSatisfy(failure -> assertThat(failure)
                .startsWith("warning invalid_identifier(buyer)=")
                .endsWith(" of 1"));
    }

    @Test
    void anAddressHasAtMost254Bytes() throws Exception {
        String type = active(
                new String[] {"a:int"},
                List.of(simple(1, source, "$['id']", "$['a']")),
                "buyer " + profiles("ID", source, "$['id']", "", "email", "$['v']"));
        client.ingest(
                source,
                "{\"id\":1,\"v\":\"" + "x".repeat(242) + "@example.net\"}",
                "{\"id\":2,\"v\":\"" + "x".repeat(243) + "@example.net\"}");

        assertThat(links(type, "buyer")).extracting(link -> json(link).size()).containsExactly(1, 0);
    }

    @Test
    void externalIdsAndKlaviyoIdsMustBeThere() throws Exception {
        String profile = emulator.addProfiles(List.of("{\"attributes\":{\"external_id\":\"c1\"}}"))
                .get(0);
        String type = active(
                new String[] {"a:int"},
                List.of(simple(1, source, "$['id']", "$['a']")),
                "buyer " + profiles("ID", source, "$['id']", "", "external-id", "$['e']", "klaviyo-id", "$['k']"));
        client.ingest(
                source,
                "{\"id\":1,\"e\":\"c1\",\"k\":\"" + profile + "\"}",
                "{\"id\":2,\"e\":\"C1\",\"k\":\"" + profile + "\"}",
                "{\"id\":3,\"e\":\"c1\",\"k\":\"x\"}",
                "{\"id\":4,\"e\":\"c2\",\"k\":null}");

        assertThat(links(type, "buyer"))
                .containsExactly(
                        "[{\"external-id\":\"c1\",\"klaviyo-id\":\"" + profile + "\"}]",
                        "[{\"klaviyo-id\":\"" + profile + "\"}]",
                        "[{\"external-id\":\"c1\"}]",
                        "[]");
        assertThat(failures(type))
                .containsExactly(
                        "warning unknown_profile(buyer)=\"c2\" of 4",
                        "warning unknown_profile(buyer)=\"x\" of 3",
                        "warning unknown_profile(buyer)=\"C1\" of 2");
    }

    @Test
    void objectsLinkToObjects() throws Exception {
        String type = objects.createType("Line", "a:int");
        String schema = objects.draft(type);
        client.post(
                ObjectClient.SCHEMAS + "/" + schema + ObjectClient.OBJECTS,
                "{\"data\":[{\"type\":\"object-schema\",\"id\":\"" + schema + "\",\"meta\":{\"name\":\"parent\"}}]}");
        String parent = objects.relationshipId(schema, "object-schemas", "parent");
        objects.map(
                schema,
                List.of(simple(1, source, "$['id']", "$['a']")),
                List.of(ObjectClient.objects(parent, source, "$['id']", "", "$['parent']")));
        objects.activate(schema);
        time.pass(SECOND);
        client.ingest(source, "{\"id\":1,\"parent\":7}", "{\"id\":2,\"parent\":null}", "{\"id\":3,\"parent\":{}}");

        assertThat(links(type, "parent")).containsExactly("[{\"id\":\"7\"}]", "[]", "[]");
        assertThat(failures(type)).containsExactly("warning invalid_identifier(parent)={} of 3");
    }
}
