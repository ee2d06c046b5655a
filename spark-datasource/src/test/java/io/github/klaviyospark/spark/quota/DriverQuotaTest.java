package io.github.klaviyospark.spark.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.QuotaTerms;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.quota.Message.Grant;
import io.github.klaviyospark.spark.quota.Message.Verb;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What an executor does while its driver answers, and while it does not. */
class DriverQuotaTest {

    private static final QuotaTerms TERMS = QuotaTerms.documented(QuotaLimits.parse("4/1s,8/60s"));

    private final SetClock clock = new SetClock();
    private final FakeLine line = new FakeLine();

    private DriverQuota quota(boolean isRequired) {
        // Fixed parts are kept by the process, which all tests share.
        String account = UUID.randomUUID().toString();
        return new DriverQuota(account, "POST /x", TERMS, new Reach(line, isRequired, clock), new Part(0, 2));
    }

    @Test
    void doesWhatTheDriverSays() {
        DriverQuota quota = quota(false);
        line.grant = new Grant(Duration.ofSeconds(3), QuotaLimits.parse("9/1s,90/60s"));

        assertThat(quota.reserve(TERMS, 1)).isEqualTo(Duration.ofSeconds(3));
        assertThat(quota.limits()).hasToString("9/1s,90/60s");
        quota.pause(Duration.ofSeconds(5));
        assertThat(line.heard).containsExactly(Verb.RESERVE, Verb.PAUSE);
    }

    @Test
    void keepsAPartWhileTheDriverDoesNotAnswerAndAsksAgainAfterAMinute() {
        DriverQuota quota = quota(false);
        line.isDead = true;

        assertThat(quota.reserve(TERMS, 1)).isZero();
        assertThat(quota.reserve(TERMS, 1)).isZero();
        assertThat(quota.reserve(TERMS, 1)).as("the third of two in a second").isPositive();
        assertThat(line.heard).as("asked once").containsExactly(Verb.RESERVE);

        line.isDead = false;
        line.grant = new Grant(Duration.ofMillis(7), TERMS.limits());
        clock.nanos += Duration.ofSeconds(59).toNanos();
        assertThat(quota.reserve(TERMS, 1)).isNotEqualTo(Duration.ofMillis(7));
        clock.nanos += Duration.ofSeconds(2).toNanos();
        assertThat(quota.reserve(TERMS, 1)).isEqualTo(Duration.ofMillis(7));
    }

    @Test
    void doesNotAskAgainWhereItCannotWork() {
        DriverQuota quota = quota(false);
        line.isDead = true;
        line.cause = new NoSuchMethodError("in another version of Spark");
        quota.reserve(TERMS, 1);

        clock.nanos += Duration.ofHours(1).toNanos();
        quota.reserve(TERMS, 1);

        assertThat(line.heard).containsExactly(Verb.RESERVE);
    }

    @Test
    void tellsTheDriverWhatItHasNotHeardWhenItAnswersAgain() {
        DriverQuota quota = quota(false);
        QuotaLimits more = QuotaLimits.parse("9/1s,90/60s");
        line.isDead = true;
        quota.reserve(TERMS, 1);
        quota.granted(more);
        line.isDead = false;
        clock.nanos += Duration.ofSeconds(61).toNanos();
        quota.reserve(TERMS, 1);
        line.heard.clear();

        quota.granted(more);
        quota.granted(more);

        assertThat(line.heard).containsExactly(Verb.GRANTED);
    }

    /** A request that was accepted must not fail because nobody could be told of it. */
    @Test
    void failsWhereTheDriverIsRequiredAndOnlyWhenItIsAsked() {
        DriverQuota quota = quota(true);
        line.isDead = true;

        assertThatCode(() -> {
                    quota.answered(Duration.ofMillis(100));
                    quota.granted(QuotaLimits.parse("9/1s,90/60s"));
                    quota.pause(Duration.ofSeconds(1));
                })
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> quota.reserve(TERMS, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "The driver does not answer for the quota. With quota=auto each task would go on with a fixed"
                                + " part of it.");
    }

    @Test
    void leavesItToTheWaitToFindOutThatItsThreadIsInterrupted() {
        DriverQuota quota = quota(false);
        line.isInterrupted = true;

        assertThat(quota.reserve(TERMS, 1)).isPositive();
        assertThat(Thread.interrupted()).isTrue();
        line.isInterrupted = false;
        quota.reserve(TERMS, 1);
        assertThat(line.heard).as("asked again at once").containsExactly(Verb.RESERVE, Verb.RESERVE);
    }

    private static final class FakeLine implements Line {

        private final List<Verb> heard = new ArrayList<>();
        private Grant grant = new Grant(Duration.ZERO, TERMS.limits());
        private Throwable cause = new IllegalStateException("dead");
        private boolean isDead;
        private boolean isInterrupted;

        @Override
        public Grant ask(Message message) throws UnreachableException, InterruptedException {
            tell(message);
            return grant;
        }

        @Override
        public void tell(Message message) throws UnreachableException, InterruptedException {
            heard.add(message.verb());
            if (isInterrupted) {
                throw new InterruptedException();
            }
            if (isDead) {
                throw new UnreachableException(cause);
            }
        }
    }

    private static final class SetClock implements Clock {

        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {
            nanos += duration.toNanos();
        }
    }
}
