package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.time.Clock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;

class ProgressTest {

    /** Time that passes when the test lets it. */
    private static final class SteppedClock implements Clock {

        private final Semaphore allowed = new Semaphore(0);
        private final Semaphore asked = new Semaphore(0);
        private final AtomicLong nanos = new AtomicLong();

        @Override
        public long nanoTime() {
            return nanos.get();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos.get());
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            asked.release();
            allowed.acquire();
            nanos.addAndGet(duration.toNanos());
        }

        /** Lets seconds pass, and what belongs to them happen. */
        void pass(int seconds) {
            for (int i = 0; i < seconds; i++) {
                asked.acquireUninterruptibly();
                allowed.release();
            }
            asked.acquireUninterruptibly();
            asked.release();
        }
    }

    private static Optional<Step> step(long done) {
        return Optional.of(new Step(done, OptionalLong.of(500), "rows", "3 requests, 20 s left"));
    }

    @Test
    void drawsABarOnATerminal() {
        List<String> drawn = new CopyOnWriteArrayList<>();
        ProgressView view = ProgressView.bar("pets", new DelegatingProgressBarConsumer(drawn::add, 120));

        view.show(step(300).orElseThrow());
        view.show(step(400).orElseThrow());
        view.done(500);
        view.close();

        assertThat(view.isRedrawn()).isTrue();
        assertThat(drawn).isNotEmpty();
        assertThat(drawn.get(drawn.size() - 1))
                .startsWith("pets")
                .contains("100%", "[==", "500/500", "3 requests, 20 s left");
    }

    @Test
    void keepsTheBarWhereNothingIsKnownOfTheTotal() {
        List<String> drawn = new CopyOnWriteArrayList<>();
        ProgressView view = ProgressView.bar("profiles", new DelegatingProgressBarConsumer(drawn::add, 120));

        view.show(new Step(1_700, OptionalLong.empty(), "rows", "17 pages, 17 requests"));
        view.close();

        assertThat(drawn.get(drawn.size() - 1)).contains("1700/?", "17 pages, 17 requests");
    }

    @Test
    void writesALineEveryTenSecondsIntoALog() {
        StringWriter log = new StringWriter();
        SteppedClock clock = new SteppedClock();
        try (Progress progress = Progress.start(
                () -> step(clock.nanoTime() / 1_000_000_000),
                ProgressView.lines("pets", new PrintWriter(log)),
                clock)) {
            clock.pass(25);
            progress.done(500);
        }

        assertThat(log.toString().lines())
                .containsExactly(
                        "pets: 10 of 500 rows, 3 requests, 20 s left", "pets: 20 of 500 rows, 3 requests, 20 s left");
    }

    @Test
    void saysWhatEachLookOfAVerificationFound() {
        StringWriter log = new StringWriter();
        try (VerifyProgress progress = new VerifyProgress(ProgressView.lines("Pet", new PrintWriter(log)))) {
            progress.looked(
                    new Verified("Pet", 1_200, 1_200, 1_000, 7, 3, 190, 0, 0, List.of()),
                    Duration.ofSeconds(4),
                    Duration.ofMinutes(14));
        }

        assertThat(log)
                .hasToString(
                        "Pet: 1,000 of 1,200 objects present, 7 failed, 193 unproven so far; next look in 4 s, gives up"
                                + " in 14 min\n");
    }

    @Test
    void tellsNoTimeBeforeThePaceIsOne() {
        OptionalLong total = OptionalLong.of(1_000);
        Duration settled = Duration.ofMinutes(1);

        assertThat(Pace.left(Duration.ofSeconds(59).toNanos(), 100, total, settled))
                .isEmpty();
        assertThat(Pace.left(Duration.ofSeconds(60).toNanos(), 100, total, settled))
                .hasValue("9 min");
        assertThat(Pace.left(Duration.ofSeconds(60).toNanos(), 100, OptionalLong.empty(), settled))
                .isEmpty();
    }
}
