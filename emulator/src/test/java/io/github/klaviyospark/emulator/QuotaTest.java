package io.github.klaviyospark.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class QuotaTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void burstEndsWithItsSecond() {
        Quota quota = new Quota(Limits.parse("2/1s,10/60s"));

        assertThat(quota.take(0)).isEqualTo(new Quota.Verdict(true, 1, 1, 0));
        assertThat(quota.take(SECOND - 1)).isEqualTo(new Quota.Verdict(true, 0, 0, 0));
        assertThat(quota.take(SECOND - 1)).isEqualTo(new Quota.Verdict(false, 0, 0, 1));
        assertThat(quota.take(SECOND).accepted()).isTrue();
    }

    @Test
    void aRefusalTellsTheLongerWaitRoundedUp() {
        Quota quota = new Quota(Limits.parse("2/1s,2/60s"));
        quota.take(0);
        quota.take(0);

        assertThat(quota.take(500_000_000).retryAfterSeconds()).isEqualTo(60);
        assertThat(quota.take(58 * SECOND).retryAfterSeconds()).isEqualTo(2);
        assertThat(quota.take(58 * SECOND + 1).retryAfterSeconds()).isEqualTo(2);
        assertThat(quota.take(60 * SECOND).accepted()).isTrue();
    }

    @Property(tries = 300)
    void acceptsExactlyWhatBothWindowsHaveRoomFor(
            @ForAll @IntRange(min = 1, max = 4) int burst,
            @ForAll @IntRange(min = 1, max = 9) int steady,
            @ForAll @Size(min = 1, max = 80) List<@IntRange(min = 0, max = 1500) Integer> gapsInMillis) {
        Quota quota = new Quota(Limits.parse(burst + "/1s," + steady + "/7s"));
        List<Long> accepted = new ArrayList<>();
        long now = 0;
        for (int gap : gapsInMillis) {
            now += Duration.ofMillis(gap).toNanos();
            long room = Math.min(room(accepted, now, SECOND, burst), room(accepted, now, 7 * SECOND, steady));
            Quota.Verdict verdict = quota.take(now);
            assertThat(verdict.accepted()).isEqualTo(room > 0);
            if (verdict.accepted()) {
                accepted.add(now);
                assertThat((long) verdict.remaining()).isEqualTo(room(accepted, now, SECOND, burst));
            } else {
                long later = now + verdict.retryAfterSeconds() * SECOND;
                assertThat(room(accepted, later, SECOND, burst)).isPositive();
                assertThat(room(accepted, later, 7 * SECOND, steady)).isPositive();
            }
        }
    }

    private static long room(List<Long> accepted, long now, long window, int limit) {
        return limit
                - accepted.stream().filter(at -> at / window == now / window).count();
    }

    @Test
    void headersNameTheScaledWindows() {
        Limits limits = Limits.parse("3/1s,15/60s");

        assertThat(limits.header()).isEqualTo("3, 3;w=1, 15;w=60");
        assertThat(limits.scaled(5).header()).isEqualTo("3, 3;w=0.2, 15;w=12");
        assertThat(limits.scaled(7).header()).isEqualTo("3, 3;w=0.142857, 15;w=8.571429");
        assertThat(limits.scaled(0.5).header()).isEqualTo("3, 3;w=2, 15;w=120");
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Limits.parse("3/1s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'3/1s' does not name two limits: write the burst limit and the steady limit,"
                        + " such as 3/1s,60/60s.");
        assertThatThrownBy(() -> Limits.parse("0/1s,60/60s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.parse("3/0s,60/60s")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Limits.parse("3/1h,60/60s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'1h' is not a duration: write a whole number followed by ms, s or m, such as 150ms.");
        assertThatThrownBy(() -> KlaviyoEmulator.builder()
                        .limits("GET /x", "3/1s,60/60s")
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'GET /x' is not an operation of this emulator; it has: POST /api/");
    }
}
