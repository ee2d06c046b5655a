package io.github.klaviyospark.spark.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.QuotaTerms;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.quota.Message.Grant;
import io.github.klaviyospark.spark.quota.Message.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageTest {

    private static final QuotaTerms TERMS = new QuotaTerms(QuotaLimits.parse("3/1s,15/60s"), true, 0.5);

    private static Message message(Verb verb, long... numbers) {
        return new Message(
                verb,
                "account",
                "POST /x",
                TERMS,
                Arrays.stream(numbers).boxed().toList());
    }

    /** Both ends know these types whatever they are loaded by. */
    @ParameterizedTest
    @EnumSource(Verb.class)
    void travelsInTypesOfTheJdk(Verb verb) {
        Message message = message(verb, 7, 8);

        Object[] content = message.toArray();

        assertThat(content).allMatch(part -> part instanceof String || part instanceof long[]);
        assertThat(Message.of(content)).isEqualTo(message);
    }

    @Test
    void refusesWhatIsNoMessage() {
        for (Object content : List.of("text", new Object[0], new Object[] {"RESERVE", "a", "b", new long[1], 3})) {
            assertThatThrownBy(() -> Message.of(content)).isInstanceOf(IllegalArgumentException.class);
        }
        Object[] unknown = message(Verb.RESERVE, 1).toArray();
        unknown[0] = "STEAL";
        assertThatThrownBy(() -> Message.of(unknown)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isCarriedOutOnTheQuotaThatItNames() {
        Quotas quotas = Quotas.with(new StandingClock());

        assertThat(Grant.of(message(Verb.RESERVE, 1).carryOut(quotas)).delay()).isZero();
        assertThat(Grant.of(message(Verb.RESERVE, 1).carryOut(quotas)).delay()).isEqualTo(Duration.ofSeconds(1));
        message(Verb.PAUSE, Duration.ofSeconds(50).toNanos()).carryOut(quotas);
        assertThat(Grant.of(message(Verb.PAUSED).carryOut(quotas)).delay()).isEqualTo(Duration.ofSeconds(50));
        message(Verb.GRANTED, QuotaLimits.parse("3/1s,8/60s").toArray()).carryOut(quotas);
        assertThat(Grant.of(message(Verb.RESERVE, 1).carryOut(quotas)).limits()).hasToString("1/1s,4/60s");
    }

    /** Nothing is waited for here, so no time passes. */
    private static final class StandingClock implements Clock {

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("Nothing here is to wait, but something wants to for " + duration);
        }
    }
}
