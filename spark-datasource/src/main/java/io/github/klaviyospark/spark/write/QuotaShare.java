package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.quota.QuotaLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the quota is divided among writers. Those of one process share it; those on a cluster cannot talk to each other, so
 * each gets a fixed part for as long as it lives.
 */
final class QuotaShare {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaShare.class);

    private QuotaShare() {}

    /**
     * The number of parts that a writer's quota is one of.
     *
     * @param master Spark's master, which tells where tasks run
     * @throws IllegalArgumentException when the parts would be smaller than a request; the first requests of all writers
     *     would then exceed the quota together
     */
    static int parts(String master, int writers, QuotaLimits quota, Endpoint endpoint) {
        if (master.equals("local") || master.startsWith("local[")) {
            return 1;
        }

        if (endpoint.isLoopback() && !master.startsWith("local-cluster")) {
            LOG.warn(
                    "The endpoint {} is each executor's own machine: tasks elsewhere than on the driver's machine do not"
                            + " reach the same server.",
                    endpoint);
        }
        if (writers > quota.smallest()) {
            throw new IllegalArgumentException("On a cluster, " + writers + " writers cannot share a quota of " + quota
                    + ": each gets a part of its own, and at most " + quota.smallest()
                    + " of them can have a whole request."
                    + " Set writers to 1, which is enough to use the whole quota of the bulk endpoint, or to at most "
                    + quota.smallest() + ".");
        }
        return writers;
    }
}
