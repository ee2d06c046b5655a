package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.quota.QuotaLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaShareTest {

    private static final QuotaLimits BULK = QuotaLimits.parse("3/1s,15/60s");

    @ParameterizedTest
    @CsvSource({
        "local, 64, 1",
        "local[*], 64, 1",
        "'local[4,2]', 8, 1",
        "'local-cluster[2,1,1024]', 2, 2",
        "spark://master:7077, 3, 3",
        "yarn, 1, 1"
    })
    void isWholeInOneProcessAndAPartForEachWriterOnACluster(String master, int writers, int parts) {
        assertThat(QuotaShare.parts(master, writers, BULK, Endpoint.KLAVIYO)).isEqualTo(parts);
    }

    @Test
    void isRefusedWhenTheFirstRequestsTogetherWouldExceedIt() {
        assertThatThrownBy(() -> QuotaShare.parts("yarn", 200, BULK, Endpoint.KLAVIYO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "On a cluster, 200 writers cannot share a quota of 3/1s,15/60s: each gets a part of its own, and at"
                                + " most 3 of them can have a whole request. Set writers to 1, which is enough to use the whole quota"
                                + " of the bulk endpoint, or to at most 3.");
    }
}
