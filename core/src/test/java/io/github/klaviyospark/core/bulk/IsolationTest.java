package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.KlaviyoException;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import io.github.klaviyospark.emulator.RequestStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationTest {

    private static final String BULK = "POST /api/data-source-record-bulk-create-jobs";
    private static final int MANY = 1_000;

    private static KlaviyoEmulator klaviyo;
    private static KlaviyoClient client;
    private static int sources;

    private String source;
    private RecordTarget target;

    @BeforeAll
    @BeforeContainer
    static void startServer() {
        klaviyo = KlaviyoEmulator.builder().quotas(false).start();
        client = KlaviyoClient.builder(Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_isolation", "a test"))
                .limits(Operation.BULK_CREATE_DATA_SOURCE_RECORDS, QuotaLimits.parse("100000/1s"))
                .time(Quotas.with(Clock.system()), Clock.system())
                .build();
    }

    @AfterAll
    @AfterContainer
    static void stopServer() {
        client.close();
        klaviyo.close();
    }

    @BeforeEach
    @BeforeTry
    void createDataSource() {
        klaviyo.clearFaults();
        source = klaviyo.createDataSource("source " + sources++);
        target = DataSourceRecords.into(source);
    }

    private static void poison(boolean pointers, int status) {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(pointers)
                .status(status)
                .build());
    }

    private Chunk chunk(int records, Set<Integer> bad) throws IOException {
        Chunker chunker = new Chunker(target, target.limits());
        for (int i = 0; i < records; i++) {
            String record = "{\"id\":" + i + (bad.contains(i) ? ",\"x\":\"POISON\"}" : "}");
            chunker.beginRecord().write(record.getBytes(StandardCharsets.UTF_8));
            Chunk full = chunker.endRecord();
            if (full != null) {
                return full;
            }
        }
        return chunker.flush();
    }

    private static List<Integer> places(Delivered delivered) {
        return delivered.rejections().stream().map(Rejection::place).toList();
    }

    private List<Integer> ledger() {
        return klaviyo.records(source).stream()
                .map(record -> Integer.parseInt(record.replaceAll("\\D", "")))
                .toList();
    }

    private static Breaker calm() {
        Breaker breaker = new Breaker(MANY);
        breaker.accepted();
        return breaker;
    }

    /** Whatever is bad, and whether or not it is named: all the good is accepted in order, all the bad set aside. */
    @Property(tries = 250)
    void setsAsideTheBadAndNothingElse(
            @ForAll @IntRange(min = 1, max = 70) int records,
            @ForAll @Size(max = 12) Set<@IntRange(max = 69) Integer> marked,
            @ForAll boolean pointers,
            @ForAll boolean isFirst)
            throws IOException {
        Set<Integer> bad = new TreeSet<>(marked);
        bad.removeIf(place -> place >= records);
        poison(pointers, 400);
        Breaker breaker = isFirst ? new Breaker(MANY) : calm();
        Tally tally = new Tally();

        Delivered delivered;
        try {
            delivered = new BulkSender(client, target, tally).deliver(chunk(records, bad), breaker);
        } catch (BreakerException e) {
            // The first record was bad, and one from the middle as well.
            assertThat(pointers).isFalse();
            assertThat(bad).hasSizeGreaterThanOrEqualTo(2);
            return;
        }

        List<Integer> good = IntStream.range(0, records)
                .filter(place -> !bad.contains(place))
                .boxed()
                .toList();
        assertThat(places(delivered)).containsExactlyElementsOf(bad);
        assertThat(delivered.receipt().accepted()).isEqualTo(good.size());
        assertThat(tally.acceptedRecords()).isEqualTo(ledger().size());
        assertThat(lastOfEach(ledger())).isEqualTo(good);
        // A record of the middle that was tried alone comes again in its turn.
        assertThat(ledger().size() - good.size()).isLessThanOrEqualTo(pointers ? 0 : bad.size());
        if (bad.size() < (isFirst ? 2 : 3)) {
            assertThat(ledger()).isEqualTo(good);
        }
    }

    private static List<Integer> lastOfEach(List<Integer> arrived) {
        Set<Integer> last = new LinkedHashSet<>();
        for (Integer id : arrived) {
            last.remove(id);
            last.add(id);
        }
        return new ArrayList<>(last);
    }

    @Test
    void findsABadRecordAnywhereAmongFiveHundredWithElevenMoreRequests() throws IOException {
        poison(false, 400);
        int most = 0;
        for (int place :
                IntStream.range(0, 500).filter(i -> i % 13 == 0 || i > 495).toArray()) {
            Tally tally = new Tally();
            Delivered delivered = new BulkSender(client, target, tally).deliver(chunk(500, Set.of(place)), calm());
            assertThat(places(delivered)).containsExactly(place);
            most = Math.max(most, (int) tally.requests() - 1);
        }

        assertThat(most).isLessThanOrEqualTo(11);
    }

    @Test
    void needsOneMoreRequestWhenBadRecordsAreNamed() throws IOException {
        poison(true, 400);
        Tally tally = new Tally();

        Delivered delivered = new BulkSender(client, target, tally).deliver(chunk(500, Set.of(0, 250, 499)), calm());

        assertThat(tally.requests()).isEqualTo(2);
        assertThat(delivered.rejections().get(1))
                .isEqualTo(new Rejection(
                        250,
                        "invalid",
                        "Invalid input.",
                        "/data/attributes/data-source-records/data/250/attributes/record",
                        "This record was not accepted."));
        assertThat(ledger()).hasSize(497).doesNotHaveDuplicates();
    }

    @Test
    void countsTheBytesAndRequestsThatTheServerCounts() throws IOException {
        poison(false, 400);
        RequestStats before = klaviyo.stats(BULK);
        Tally tally = new Tally();

        Receipt receipt = new BulkSender(client, target, tally)
                .deliver(chunk(500, Set.of(7, 311)), calm())
                .receipt();

        RequestStats after = klaviyo.stats(BULK);
        assertThat(receipt.attempts()).isEqualTo(Math.toIntExact(after.count() - before.count()));
        assertThat(receipt.acceptedBytes()).isEqualTo(after.bytes() - before.bytes());
        assertThat(receipt.accepted()).isEqualTo(498);
        assertThat(tally.requests()).isEqualTo(receipt.attempts());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 400, 500})
    void stopsWithinFourRequestsWhenEveryRecordOfTheFirstChunkIsRefused(int records) throws IOException {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON).build());
        Tally tally = new Tally();
        Breaker breaker = new Breaker(MANY);

        if (records == 1) {
            Delivered delivered = new BulkSender(client, target, tally).deliver(chunk(1, Set.of()), breaker);
            assertThat(places(delivered)).containsExactly(0);
            return;
        }
        assertThatThrownBy(() -> new BulkSender(client, target, tally).deliver(chunk(records, Set.of()), breaker))
                .isInstanceOf(BreakerException.class)
                .hasMessageStartingWith("Klaviyo refuses a whole request, and two of its records also when each is sent"
                        + " alone, so the cause does not lie in single rows. Klaviyo answered 400 to " + BULK
                        + " (invalid: Invalid input. at /data). Request id ");
        assertThat(tally.requests()).isEqualTo(4);
    }

    @Test
    void stopsSoonWhenAllIsRefusedAfterAGoodBeginning() throws IOException {
        Breaker breaker = new Breaker(MANY);
        BulkSender sender = new BulkSender(client, target, new Tally());
        sender.deliver(chunk(500, Set.of()), breaker);
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON).build());
        Tally tally = new Tally();

        assertThatThrownBy(() -> new BulkSender(client, target, tally).deliver(chunk(500, Set.of()), breaker))
                .isInstanceOf(BreakerException.class);
        assertThat(tally.requests()).isLessThanOrEqualTo(3 * 11 + 4);
    }

    @Test
    void doesNotTakeABadBeginningForACommonCause() throws IOException {
        poison(false, 400);
        Set<Integer> bad = Set.of(0, 1, 2, 3, 4, 5, 6);

        Delivered delivered = new BulkSender(client, target, new Tally()).deliver(chunk(500, bad), new Breaker(MANY));

        assertThat(places(delivered)).containsExactlyInAnyOrderElementsOf(bad);
        assertThat(Set.copyOf(ledger())).hasSize(493);
    }

    @Test
    void stopsWhenTooManyRecordsWereSetAside() throws IOException {
        poison(true, 400);

        assertThatThrownBy(() -> new BulkSender(client, target, new Tally())
                        .deliver(chunk(500, Set.of(1, 2, 3, 4)), new Breaker(3)))
                .isInstanceOf(BreakerException.class)
                .hasMessageStartingWith("More than 3 rows of one writer cannot be sent (maxDeadLetters). Correct them"
                        + " first, or raise maxDeadLetters. Klaviyo's last answer: Klaviyo answered 400 to ");
    }

    @Test
    void halvesWhatIsTooLargeAndBlamesNobody() throws IOException {
        poison(false, 413);
        Tally tally = new Tally();

        Delivered delivered = new BulkSender(client, target, tally).deliver(chunk(500, Set.of(300)), new Breaker(MANY));

        assertThat(places(delivered)).containsExactly(300);
        assertThat(ledger()).hasSize(499).doesNotHaveDuplicates();
    }

    @Test
    void doesNotBlameRecordsForAnErrorThatPointsElsewhere() throws IOException {
        RecordTarget unknown = DataSourceRecords.into("01JKV3YV229CP2NVMXHM5SD9N5");
        Tally tally = new Tally();
        Chunker chunker = new Chunker(unknown, unknown.limits());
        chunker.beginRecord().write("{\"id\":1}".getBytes(StandardCharsets.UTF_8));
        chunker.endRecord();

        KlaviyoException refusal =
                catchThrowableOfType(KlaviyoException.class, () -> new BulkSender(client, unknown, tally)
                        .deliver(chunker.flush(), new Breaker(MANY)));

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.errors().get(0).pointer()).isEqualTo("/data/relationships/data-source/data/id");
        assertThat(tally.requests()).isEqualTo(1);
    }

    @Test
    void blamesNoRecordForTheAnswerOfAProxy() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.HTML).status(400).build());
        Tally tally = new Tally();

        assertThatThrownBy(() -> new BulkSender(client, target, tally).deliver(chunk(500, Set.of()), calm()))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageContaining("which is no answer of Klaviyo's API");
        assertThat(tally.requests()).isEqualTo(1);
    }

    @Test
    void stopsSoonWhenRecordsAreSentAloneAndNoneIsEverAccepted() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.POISON).build());
        Tally tally = new Tally();
        Breaker breaker = new Breaker(MANY);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < MANY; i++) {
                        new BulkSender(client, target, tally).deliver(chunk(1, Set.of()), breaker);
                    }
                })
                .isInstanceOf(BreakerException.class)
                .hasMessageStartingWith("Klaviyo has refused 20 records, each sent alone, and accepted none,");
        assertThat(tally.requests()).isEqualTo(20);
    }

    @Test
    void blamesNoRecordForAnotherStatus() {
        klaviyo.fault(Fault.builder(BULK, Fault.Kind.STATUS).status(403).build());
        Tally tally = new Tally();

        assertThatThrownBy(() -> new BulkSender(client, target, tally).deliver(chunk(500, Set.of()), calm()))
                .isInstanceOf(KlaviyoException.class)
                .hasMessageContaining("403");
        assertThat(tally.requests()).isEqualTo(1);
    }
}
