package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class RecordIngestPropertyTest {
    private final DataSources sources = new DataSources(new Ulids(0));
    private final Ledger ledger = new Ledger(new FakeTime());
    private final RecordIngest ingest = new RecordIngest(sources, ledger, () -> {}, new FaultPlan(0));
    private final String source =
            sources.create("orders", "").map(DataSources.DataSource::id).orElseThrow();

    @Property(tries = 300)
    void everyRecordIsKeptByteForByte(@ForAll @Size(min = 1, max = 5) List<@From("records") String> records)
            throws Refusal {
        ledger.clear();
        ingest.bulk(input(ApiClient.bulk(source, records.toArray(new String[0])).getBytes(StandardCharsets.UTF_8)));

        assertThat(ledger.entries(source))
                .extracting(entry -> new String(entry.json(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(records);
    }

    @Property(tries = 2000)
    void damagedBodiesAreRefusedOrTakenButNeverAnError(
            @ForAll @IntRange(min = 0, max = 2000) int position, @ForAll byte value, @ForAll boolean cut) {
        ledger.clear();
        byte[] body = ApiClient.bulk(source, "{\"a\":[1.5,\"\\u00e4\u00e4\",{\"b\":null}]}", "{}")
                .getBytes(StandardCharsets.UTF_8);
        int at = position % body.length;
        body[at] = value;
        byte[] damaged = cut ? Arrays.copyOf(body, at) : body;
        int stored;
        try {
            stored = ingest.bulk(input(damaged)).records();
        } catch (Refusal refusal) {
            stored = 0;
            assertThat(refusal.answer("id").status()).isEqualTo(400);
        }

        assertThat(ledger.entries(source)).hasSize(stored);
    }

    private static Endpoint.Input input(byte[] body) throws Refusal {
        Body none = new Body(new ByteArrayInputStream(new byte[0]), 0, false);
        Call call = new Call("id", "POST", ApiClient.BULK, null, "http://localhost", Map.of(), none);
        return new Endpoint.Input(
                call, "", Query.parse(null, List.of()), RawJson.of(body), JsonBody.parse(body), Optional.empty());
    }

    @Provide
    Arbitrary<String> records() {
        Arbitrary<String> name = Arbitraries.of("\"a\"", "\"\"", "\"record\"", "\"attributes\"", "\"\u00e9\"");
        return Combinators.combine(blank(), name, value(), blank())
                .as((before, key, value, after) -> "{" + before + key + ":" + after + value + before + "}");
    }

    private static Arbitrary<String> value() {
        Arbitrary<String> leaf = Arbitraries.of(
                "1.10",
                "12345678901234567890",
                "-0.0e-10",
                "1E+400",
                "null",
                "true",
                "\"\\u0000\"",
                "\"\\\\\\\"}]\"",
                "\"\ud83d\ude00\"",
                "\"\\ud83d\\ude00\"",
                "{}",
                "[]");
        return Arbitraries.recursive(
                () -> leaf,
                inner -> Combinators.combine(inner, blank())
                        .as((value, blank) -> "[" + blank + value + ",{\"record\":" + value + blank + "}]"),
                0,
                3);
    }

    private static Arbitrary<String> blank() {
        return Arbitraries.of("", " ", "\n", "\r\n\t");
    }
}
