package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.spark.quota.Sharing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether so many writers can keep a quota together. */
final class QuotaCheck {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaCheck.class);

    private QuotaCheck() {}

    /**
     * Checks the number of writers that have a fixed part each.
     *
     * @throws IllegalArgumentException when the parts would be smaller than a request; the first requests of all writers
     *     would then exceed the quota together
     */
    static void check(Sharing sharing, int writers, QuotaLimits quota) {
        if (!sharing.isOne() && writers > quota.smallest()) {
            throw new IllegalArgumentException("On a cluster with quota=static, " + writers
                    + " writers cannot share a quota of " + quota + ": each gets a part of its own, and at most "
                    + quota.smallest() + " of them can have a whole request."
                    + " Set writers to 1, which is enough to use the whole quota of the bulk endpoint, or to at most "
                    + quota.smallest() + ".");
        }
    }

    /**
     * Warns of an endpoint that is another machine's for each executor.
     *
     * @param master Spark's master, which tells where tasks run
     */
    static void warnOfLoopback(String master, Endpoint endpoint) {
        if (endpoint.isLoopback() && !master.startsWith("local")) {
            LOG.warn(
                    "The endpoint {} is each executor's own machine: tasks elsewhere than on the driver's machine do not"
                            + " reach the same server.",
                    endpoint);
        }
    }
}
