package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.emulator.RequestStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BulkSenderTest {

    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";

    @Test
    void deliversRecordsOfAllSizesWithinEveryLimitOfTheServer() throws IOException {
        Random random = new Random(11);
        List<String> expected = new ArrayList<>();
        Tally tally = new Tally();
        List<Receipt> receipts = new ArrayList<>();

        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start();
                KlaviyoClient client = client(klaviyo)) {
            RecordTarget target = DataSourceRecords.into(klaviyo.createDataSource("sizes"));
            BulkSender sender = new BulkSender(client, target, tally);
            Chunker chunker = new Chunker(target, target.limits());

            for (int i = 0; i < 700; i++) {
                int size = i % 50 == 0 ? 512_000 : i % 7 == 0 ? random.nextInt(60_000) : random.nextInt(400);
                String record = record(i, size);
                expected.add(record);
                chunker.beginRecord().write(record.getBytes(StandardCharsets.UTF_8));
                Chunk chunk = chunker.endRecord();
                if (chunk != null) {
                    receipts.add(sender.send(chunk));
                    chunker.release(chunk);
                }
            }
            receipts.add(sender.send(chunker.flush()));

            RequestStats stats = klaviyo.stats(BULK);
            assertThat(stats.status()).containsOnlyKeys(204);
            assertThat(klaviyo.records(id(target))).isEqualTo(expected);
            assertThat(stats.count()).isEqualTo(receipts.size()).isEqualTo(tally.requests());
            assertThat(receipts.stream().mapToLong(Receipt::bytes).sum()).isEqualTo(stats.bytes());
            assertThat(receipts.stream().mapToLong(Receipt::records).sum()).isEqualTo(stats.records());
        }
    }

    @Test
    void givesAReceiptThatCountsTheAttempts() throws IOException {
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.start();
                KlaviyoClient client = client(klaviyo)) {
            RecordTarget target = DataSourceRecords.into(klaviyo.createDataSource("attempts"));
            klaviyo.fault(Fault.builder(BULK, Fault.Kind.RESET_BEFORE).times(1).build());
            Chunker chunker = new Chunker(target, target.limits());
            chunker.beginRecord().write("{}".getBytes(StandardCharsets.UTF_8));
            chunker.endRecord();

            Receipt receipt = new BulkSender(client, target, new Tally()).send(chunker.flush());

            assertThat(receipt.attempts()).isEqualTo(2);
            assertThat(receipt.records()).isEqualTo(1);
            assertThat(receipt.requestId()).isNotBlank();
        }
    }

    private static String id(RecordTarget target) {
        String tail = new String(target.envelope().tail(), StandardCharsets.UTF_8);
        return tail.replaceAll(".*\"id\":\"([0-9A-Z]+)\".*", "$1");
    }

    private static KlaviyoClient client(KlaviyoEmulator klaviyo) {
        return KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_1", "a test"))
                .limits(Operation.BULK_CREATE_DATA_SOURCE_RECORDS, QuotaLimits.parse("10000/1s"))
                .build();
    }

    private static String record(int i, int size) {
        String start = "{\"i\":" + i + ",\"x\":\"";
        return start + "y".repeat(Math.max(0, size - start.length() - 2)) + "\"}";
    }
}
