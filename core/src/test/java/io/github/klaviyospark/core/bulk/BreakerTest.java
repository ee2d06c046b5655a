package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final Rejection CANCELLED =
            Rejection.ofJob(0, Rejection.JOB_CANCELLED, "Klaviyo cancelled the job.", "secret");
    private static final Rejection FAILED = Rejection.ofJob(0, "invalid", "Invalid input.", "secret");

    @Test
    void whatNobodyKnowsOfCountsOnceAndStopsWhenItIsNamed() {
        Breaker breaker = new Breaker(1);

        breaker.unknown(CANCELLED);
        assertThatCode(breaker::check).doesNotThrowAnyException();
        breaker.unknown(CANCELLED);

        assertThatThrownBy(breaker::check)
                .isInstanceOf(BreakerException.class)
                .hasMessage(
                        "One writer has set more aside than maxDeadLetters=1 allows, where a request counts once of which"
                                + " nobody knows what Klaviyo took. Raise maxDeadLetters to go on regardless. The last reason:"
                                + " job_cancelled, Klaviyo cancelled the job. With runPath the dead letters name all of their rows:"
                                + " look into Klaviyo before you send these again.");
    }

    @Test
    void recordsThatAJobDidNotTakeCountOneByOne() {
        Breaker breaker = new Breaker(2);

        breaker.rejectedByJob(FAILED);
        breaker.rejectedByJob(FAILED);
        assertThatCode(breaker::check).doesNotThrowAnyException();
        breaker.rejectedByJob(FAILED);

        assertThatThrownBy(breaker::check)
                .hasMessage(
                        "More than 2 rows of one writer cannot be sent (maxDeadLetters). Correct them first, or raise"
                                + " maxDeadLetters. The last reason: invalid, Invalid input.");
    }

    @Test
    void twentyInSuccessionStopAWriter() {
        Breaker breaker = new Breaker(1_000);
        for (int i = 0; i < 30; i++) {
            breaker.unknown(CANCELLED);
            if (i == 14) {
                breaker.known();
            }
        }
        assertThatCode(breaker::check).doesNotThrowAnyException();

        for (int i = 0; i < 5; i++) {
            breaker.unknown(CANCELLED);
        }

        assertThatThrownBy(breaker::check)
                .hasMessageStartingWith("Of 20 requests in succession nobody knows what Klaviyo took. The last reason:"
                        + " job_cancelled, Klaviyo cancelled the job.");
    }

    @Test
    void whatAnEarlierAttemptLeftIsNoneInSuccession() {
        Breaker breaker = new Breaker(1_000);
        for (int i = 0; i < 64; i++) {
            breaker.unknownBefore(CANCELLED);
        }

        assertThatCode(breaker::check).doesNotThrowAnyException();
    }
}
