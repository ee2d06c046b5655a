package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.quota.Sharing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaCheckTest {

    private static final QuotaLimits BULK = QuotaLimits.parse("3/1s,15/60s");

    @ParameterizedTest
    @CsvSource({"PROCESS, 64", "DRIVER, 64", "DRIVER_ONLY, 200", "PARTS, 3", "PARTS, 1"})
    void allowsAsManyWritersAsCanKeepTheQuota(Sharing sharing, int writers) {
        assertThatCode(() -> QuotaCheck.check(sharing, writers, BULK)).doesNotThrowAnyException();
    }

    @Test
    void refusesPartsOfWhichTheFirstRequestsTogetherWouldExceedIt() {
        assertThatThrownBy(() -> QuotaCheck.check(Sharing.PARTS, 200, BULK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "On a cluster with quota=static, 200 writers cannot share a quota of 3/1s,15/60s: each gets a"
                                + " part of its own, and at most 3 of them can have a whole request. Set writers to 1, which is enough"
                                + " to use the whole quota of the bulk endpoint, or to at most 3.");
    }
}
