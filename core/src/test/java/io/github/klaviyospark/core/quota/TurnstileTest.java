package io.github.klaviyospark.core.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.time.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnstileTest {

    @Test
    void waitsAgainWhenAPauseBeganWhileItSlept() throws InterruptedException {
        FakeClock clock = new FakeClock();
        Quotas quotas = Quotas.with(clock);
        Turnstile turnstile = quotas.turnstile("account", "POST /x", QuotaLimits.parse("1000/1s,1000/2s"));
        turnstile.quota().pause(Duration.ofSeconds(2));
        assertThat(turnstile.pass()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));

        turnstile.quota().pause(Duration.ofSeconds(3));
        assertThat(turnstile.pass()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void isTheSameForAllWhoAskForTheSameAccountAndEndpoint() {
        Quotas quotas = Quotas.with(new FakeClock());
        QuotaLimits limits = QuotaLimits.parse("3/1s");

        Turnstile one = quotas.turnstile("a", "POST /x", limits);

        assertThat(quotas.turnstile("a", "POST /x", QuotaLimits.parse("9/1s"))).isSameAs(one);
        assertThat(quotas.turnstile("a", "POST /y", limits)).isNotSameAs(one);
        assertThat(quotas.turnstile("b", "POST /x", limits)).isNotSameAs(one);
    }
}
