package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TargetsTest {

    /** Executors get them from the driver. */
    @Test
    void travel() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            for (Target each : Targets.all()) {
                out.writeObject(each);
            }
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (Target each : Targets.all()) {
                Target there = (Target) in.readObject();

                assertThat(there).hasToString(each.toString());
                assertThat(there.columns()).isEqualTo(each.columns());
                assertThat(there.operation()).isEqualTo(each.operation());
            }
        }
    }

    static List<Golden> goldens() throws IOException {
        return Golden.all();
    }

    /** Whatever is said of consent, and with the path where the body says the same when it tags and when it untags. */
    @ParameterizedTest
    @MethodSource("goldens")
    void haveTheirOwnPayloadsOnly(Golden golden) {
        ObjectNode record = RowTarget.JSON.createObjectNode().put("method", golden.method());
        record.put("path", golden.path());
        if (!golden.body().isMissingNode()) {
            record.set("body", golden.body());
        }
        assertThat(readers(record)).containsExactly(golden.target());
        boolean isTagging = golden.target().resourceColumn().isPresent();
        if (golden.body().isObject() && !isTagging) {
            assertThat(readers(golden.body())).containsExactly(golden.target());
        }
    }

    /** Earlier forms as well, one by one: no request is one thing to one target and another to another. */
    @ParameterizedTest
    @MethodSource("goldens")
    void haveTheirOwnEarlierPayloadsOnly(Golden golden) {
        for (JsonNode before : golden.before()) {
            String why = before.path("why").asText();
            if (!before.has("ambiguousConsent")) {
                assertThat(readers(before.path("body"))).as(why).containsExactly(golden.target());
                continue;
            }
            AmbiguousConsent said = AmbiguousConsent.valueOf(
                    before.get("ambiguousConsent").asText().toUpperCase(Locale.ROOT));
            assertThat(readers(before.path("body"), said)).as(why).containsExactly(golden.target());
            assertThat(readers(before.path("body"), AmbiguousConsent.UNSAID))
                    .as(why)
                    .isEmpty();
        }
    }

    /** The targets that get rows of a document, which are the same whatever is said of consent. */
    private static Set<Target> readers(JsonNode document) {
        Set<Target> unsaid = readers(document, AmbiguousConsent.UNSAID);
        for (AmbiguousConsent consent : AmbiguousConsent.values()) {
            assertThat(readers(document, consent)).isEqualTo(unsaid);
        }
        return unsaid;
    }

    private static Set<Target> readers(JsonNode document, AmbiguousConsent consent) {
        Set<Target> readers = new LinkedHashSet<>();
        for (Target target : Targets.all()) {
            try {
                if (!target.rows(RowTarget.bytes(document), consent).isEmpty()) {
                    readers.add(target);
                }
            } catch (AmbiguousConsentException e) {
                assertThat(consent).isEqualTo(AmbiguousConsent.UNSAID);
            }
        }
        return readers;
    }

    /** A record of a request says the tag too, and removes what no body names. */
    @Test
    void readWhatOnlyThePathSays() {
        Target flows = Targets.find("tag-flows", Change.DELETE).orElseThrow();
        Target tags = Targets.find("tags", Change.DELETE).orElseThrow();
        String body = "{\"data\":[{\"type\":\"flow\",\"id\":\"F1\"}]}";

        assertThat(texts(
                        flows,
                        "{\"method\":\"delete\",\"path\":\"/api/tags/T1/relationships/flows/\",\"body\":" + body + "}"))
                .containsExactly("{\"tag_id\":\"T1\",\"flow_id\":\"F1\"}");
        assertThat(texts(flows, "{\"method\":\"POST\",\"body\":" + body + "}")).isEmpty();
        assertThat(texts(flows, "{\"method\":\"DELETE\",\"path\":\"/api/other/T1\",\"body\":" + body + "}"))
                .isEmpty();
        assertThat(texts(tags, "{\"method\":\"DELETE\",\"url\":\"https://a.klaviyo.com/api/tags/T1/\"}"))
                .containsExactly("{\"id\":\"T1\"}");
        assertThat(texts(tags, "{\"method\":\"GET\",\"url\":\"https://a.klaviyo.com/api/tags/T1/\"}"))
                .isEmpty();
        assertThat(texts(tags, "{\"method\":\"POST\",\"body\":\"form=1\"}")).isEmpty();
        assertThat(texts(tags, "{\"method\":\"POST\",\"body\":\"\"}")).isEmpty();
    }

    private static List<String> texts(Target target, String document) {
        return target.rows(document.getBytes(StandardCharsets.UTF_8)).stream()
                .map(row -> new String(row, StandardCharsets.UTF_8))
                .toList();
    }
}
