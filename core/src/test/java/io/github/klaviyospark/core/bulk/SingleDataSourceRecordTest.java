package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.emulator.RequestStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records one by one: through the chunker, the sender and the search for bad records that bulk requests go through. */
class SingleDataSourceRecordTest {

    private static final String SINGLE = "POST /api/data-source-record-create-jobs";
    private static final String POISON = "{\"n\":\"POISON\"}";

    private KlaviyoEmulator klaviyo;
    private KlaviyoClient client;
    private String source;
    private RecordTarget target;

    @BeforeEach
    void start() {
        klaviyo = KlaviyoEmulator.start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_single", "a test"))
                .time(Quotas.with(Clock.system()), Clock.system())
                .build();
        source = klaviyo.createDataSource("shop.pets");
        target = SingleDataSourceRecord.into(source);
    }

    @AfterEach
    void stop() {
        client.close();
        klaviyo.close();
    }

    /** A chunk that a record completes, with a body that is its own. */
    private static Chunk chunk(Chunker chunker, String record) throws IOException {
        chunker.beginRecord().write(record.getBytes(StandardCharsets.UTF_8));
        return chunker.endRecord();
    }

    private Chunk chunk(String record) throws IOException {
        return chunk(new Chunker(target, target.limits()), record);
    }

    @Test
    void writesTheDocumentOfTheSpecification() throws IOException {
        RecordTarget known = SingleDataSourceRecord.into("01JKV3YV229CP2NVMXHM5SD9N5");
        Chunk chunk = chunk(new Chunker(known, known.limits()), "{\"line_id\":\"L1\",\"sku\":\"X\",\"qty\":2}");

        assertThat(new String(chunk.body(), 0, chunk.length(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"data\":{\"type\":\"data-source-record-create-job\",\"attributes\":{\"data-source-record\":"
                                + "{\"data\":{\"type\":\"data-source-record\",\"attributes\":{\"record\":"
                                + "{\"line_id\":\"L1\",\"sku\":\"X\",\"qty\":2}}}}},"
                                + "\"relationships\":{\"data-source\":{\"data\":{\"type\":\"data-source\","
                                + "\"id\":\"01JKV3YV229CP2NVMXHM5SD9N5\"}}}}}");
        assertThat(new String(chunk.record(0), StandardCharsets.UTF_8))
                .isEqualTo("{\"line_id\":\"L1\",\"sku\":\"X\",\"qty\":2}");
    }

    @Test
    void keepsTheQuotaAndRepeatabilityOfItsOwnEndpoint() {
        assertThat(target.operation().label()).isEqualTo(SINGLE);
        assertThat(target.operation().limits()).hasToString("75/1s,750/60s");
        assertThat(target.operation().repeatable()).isTrue();
        assertThat(target.operation()).isNotEqualTo(Operation.BULK_CREATE_DATA_SOURCE_RECORDS);
    }

    @Test
    void sendsRecordsOfAllSizesOneARequest() throws IOException {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int size = i == 7 ? 512_000 : i % 10 == 0 ? 70_000 + i : 20 + i;
            String start = "{\"i\":" + i + ",\"x\":\"";
            records.add(start + "y".repeat(size - start.length() - 2) + "\"}");
        }
        Tally tally = new Tally();
        BulkSender sender = new BulkSender(client, target, tally);
        Chunker chunker = new Chunker(target, target.limits());
        long bytes = 0;

        for (String record : records) {
            Chunk chunk = chunk(chunker, record);
            assertThat(chunk.records()).isOne();
            bytes += sender.send(chunk).acceptedBytes();
            chunker.release(chunk);
        }

        RequestStats stats = klaviyo.stats(SINGLE);
        assertThat(chunker.flush()).isNull();
        assertThat(klaviyo.records(source)).isEqualTo(records);
        assertThat(stats.status()).containsOnlyKeys(204);
        assertThat(List.of(stats.count(), stats.records(), stats.bytes())).containsExactly(60L, 60L, bytes);
        assertThat(List.of(tally.requests(), tally.acceptedRecords())).containsExactly(60L, 60L);
    }

    @Test
    void refusesARecordThatIsAByteTooLarge() {
        Chunker chunker = new Chunker(target, target.limits());
        byte[] record = new byte[512_001];
        Arrays.fill(record, (byte) ' ');

        assertThatThrownBy(() -> chunker.beginRecord().write(record)).isInstanceOf(OversizeRecordException.class);
    }

    /** The pointer leads into the record, not to a place in a list; it is found all the same. */
    @ParameterizedTest
    @CsvSource({"true, 400", "false, 400", "true, 413", "false, 413"})
    void setsAsideARecordThatIsRefusedWithoutAskingTwice(boolean pointers, int status) throws IOException {
        klaviyo.fault(Fault.builder(SINGLE, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(pointers)
                .status(status)
                .build());
        BulkSender sender = new BulkSender(client, target, new Tally());
        Breaker breaker = new Breaker(10);

        Delivered bad = sender.deliver(chunk(POISON), breaker);
        Delivered good = sender.deliver(chunk("{\"n\":1}"), breaker);

        assertThat(bad.rejections()).hasSize(1);
        assertThat(bad.rejections().get(0).place()).isZero();
        assertThat(bad.rejections().get(0).pointer())
                .isEqualTo(pointers ? "/data/attributes/data-source-record/data/attributes/record" : "/data");
        assertThat(bad.receipt().accepted()).isZero();
        assertThat(good.rejections()).isEmpty();
        assertThat(klaviyo.stats(SINGLE).count()).isEqualTo(2);
        assertThat(klaviyo.records(source)).containsExactly("{\"n\":1}");
    }

    @Test
    void stopsWhenTwentyAreRefusedAndNoneIsAccepted() {
        klaviyo.fault(Fault.builder(SINGLE, Fault.Kind.POISON).build());
        BulkSender sender = new BulkSender(client, target, new Tally());
        Breaker breaker = new Breaker(1_000);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        sender.deliver(chunk("{\"n\":" + i + "}"), breaker);
                    }
                })
                .isInstanceOf(BreakerException.class)
                .hasMessageStartingWith("Klaviyo has refused 20 records, each sent alone, and accepted none");
        assertThat(klaviyo.stats(SINGLE).count()).isEqualTo(20);
    }

    /** A data source that is gone is no fault of the record. */
    @Test
    void failsWhereTheRecordIsNotToBlame() {
        RecordTarget nowhere = SingleDataSourceRecord.into("01J7C23V8XWMRG13FMD7VZN6GW");
        BulkSender sender = new BulkSender(client, nowhere, new Tally());

        assertThatThrownBy(() -> sender.deliver(chunk(new Chunker(nowhere, nowhere.limits()), "{}"), new Breaker(10)))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageContaining("at /data/relationships/data-source/data/id")
                .hasMessageEndingWith(" A record has at most 512 KB and names a data source that exists: correct what"
                        + " the error points to.");
    }

    @Test
    void sendsAgainAfterALostAnswer() throws IOException {
        klaviyo.fault(Fault.builder(SINGLE, Fault.Kind.RESET_AFTER).times(1).build());

        Receipt receipt = new BulkSender(client, target, new Tally()).send(chunk("{\"n\":1}"));

        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(klaviyo.records(source)).containsExactly("{\"n\":1}", "{\"n\":1}");
    }
}
