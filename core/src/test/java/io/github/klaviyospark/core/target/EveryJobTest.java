package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Delivered;
import io.github.klaviyospark.core.bulk.JobPatience;
import io.github.klaviyospark.core.bulk.Rejection;
import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.time.FakeClock;
import io.github.klaviyospark.emulator.Fault;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every target that makes jobs, with every fate that a job may have: its rows are named, and those of the next are not. */
@Timeout(120)
class EveryJobTest {

    private static final int RECORDS = 4;

    private static List<Target> targets() {
        return Targets.all().stream().filter(target -> target.job().isPresent()).toList();
    }

    static Stream<Arguments> allThatCountFailures() {
        return targets().stream().filter(target -> !skips(target)).flatMap(target -> Stream.of(
                        Fault.Kind.JOB_FAILS, Fault.Kind.JOB_UNNAMED_ERRORS)
                .map(kind -> Arguments.of(target, kind)));
    }

    static Stream<Arguments> allThatLeaveItOpen() {
        return targets().stream().flatMap(target -> Stream.of(
                        Fault.Kind.JOB_CANCELLED, Fault.Kind.JOB_EXPIRED, Fault.Kind.JOB_NEVER_ENDS)
                .map(kind -> Arguments.of(target, kind)));
    }

    static Stream<Target> allThatSkip() {
        return targets().stream().filter(EveryJobTest::skips);
    }

    /** These jobs count what they skip and no failures. */
    private static boolean skips(Target target) {
        return target.name().endsWith("suppressions");
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("allThatCountFailures")
    void namesTheRowsThatAJobDidNotTake(Target target, Fault.Kind kind) throws IOException {
        List<Delivered> delivered =
                deliver(target, Fault.builder(operation(target), kind).records(1, 3));

        boolean isNamed = kind == Fault.Kind.JOB_FAILS;
        assertThat(delivered.get(0).rejections())
                .extracting(Rejection::place)
                .isEqualTo(isNamed ? List.of(1, 3) : List.of(-1, -1));
        assertThat(delivered.get(0).rejections()).allSatisfy(rejection -> {
            assertThat(rejection.code()).isEqualTo("invalid");
            assertThat(rejection.detail()).isEqualTo("This record could not be processed.");
            assertThat(rejection.pointer())
                    .isEqualTo(isNamed ? target.recordsPointer() + "/" + rejection.place() : "/data");
        });
        assertThat(delivered.get(0).receipt().accepted()).isEqualTo(RECORDS - 2);
        assertRestIsTaken(delivered);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("allThatSkip")
    void namesAllRowsWhereAJobTellsNoFailures(Target target) throws IOException {
        List<Delivered> delivered = deliver(
                target, Fault.builder(operation(target), Fault.Kind.JOB_FAILS).records(1, 3));

        assertThat(delivered.get(0).rejections()).extracting(Rejection::place).containsExactly(0, 1, 2, 3);
        assertThat(delivered.get(0).rejections()).extracting(Rejection::code).containsOnly("job_incomplete");
        assertThat(delivered.get(0).receipt().accepted()).isZero();
        assertRestIsTaken(delivered);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("allThatLeaveItOpen")
    void namesAllRowsOfWhichNobodyKnows(Target target, Fault.Kind kind) throws IOException {
        List<Delivered> delivered = deliver(target, Fault.builder(operation(target), kind));

        String code =
                switch (kind) {
                    case JOB_CANCELLED -> "job_cancelled";
                    case JOB_EXPIRED -> "job_unknown";
                    default -> "job_unfinished";
                };
        assertThat(delivered.get(0).rejections()).extracting(Rejection::place).containsExactly(0, 1, 2, 3);
        assertThat(delivered.get(0).rejections()).extracting(Rejection::code).containsOnly(code);
        assertThat(delivered.get(0).receipt().accepted()).isZero();
        assertRestIsTaken(delivered);
    }

    /** The errors of imports are elsewhere, and the requests that ask for them meet faults like any other. */
    @ParameterizedTest
    @EnumSource(names = {"HTML", "RESET_BEFORE", "RESET_AFTER", "TRUNCATE", "CUT"})
    void findsTheErrorsOfImportsWhateverHappensToTheRequest(Fault.Kind kind) throws IOException {
        Target target = new Profiles();
        String errors = target.job().orElseThrow().errors().label();

        List<Delivered> delivered = deliver(
                target,
                Fault.builder(operation(target), Fault.Kind.JOB_PAYLOAD_ERRORS).records(1, 3),
                Fault.builder(errors, kind).times(2).build());

        assertThat(delivered.get(0).rejections()).extracting(Rejection::place).containsExactly(1, 3);
        assertRestIsTaken(delivered);
    }

    private static String operation(Target target) {
        return target.operation().label();
    }

    private static void assertRestIsTaken(List<Delivered> delivered) {
        assertThat(delivered).hasSizeGreaterThanOrEqualTo(2);
        assertThat(delivered.subList(1, delivered.size())).allSatisfy(rest -> {
            assertThat(rest.rejections()).isEmpty();
            assertThat(rest.receipt().accepted()).isEqualTo(rest.receipt().records());
        });
    }

    /** With the first job spoiled. */
    private static List<Delivered> deliver(Target target, Fault.Builder fate, Fault... others) throws IOException {
        FakeClock clock = new FakeClock();
        try (KlaviyoEmulator klaviyo = KlaviyoEmulator.builder()
                        .quotas(false)
                        .profiles(5)
                        .seed(7)
                        .start();
                KlaviyoClient client = KlaviyoClient.builder(
                                Endpoint.of(klaviyo.endpoint()), ApiKey.of("pk_jobs", "a test"))
                        .time(Quotas.with(clock), clock)
                        .build()) {
            List<byte[]> rows = new Samples(klaviyo).of(target, 3 * RECORDS);
            List<Fault> faults = new ArrayList<>(List.of(fate.times(1).build()));
            Collections.addAll(faults, others);
            faults.forEach(klaviyo::fault);
            JobPatience patience = new JobPatience(Duration.ofMinutes(30), clock);
            BulkSender sender = new BulkSender(client, target, new Tally(), patience);
            Breaker breaker = new Breaker(RECORDS);
            List<Delivered> delivered = new ArrayList<>();
            for (Chunk chunk : Chunks.of(target, rows, RECORDS)) {
                delivered.add(sender.deliver(chunk, breaker));
                breaker.check();
            }
            faults.forEach(fault -> assertThat(klaviyo.fired(fault)).isPositive());
            return delivered;
        }
    }
}
