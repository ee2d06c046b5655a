package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.slice.Slicer;
import io.github.klaviyospark.core.slice.Slicing;
import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.ReadConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the account, from the driver, where a read is best cut. */
final class DriverSlicing {

    private static final Logger LOG = LoggerFactory.getLogger(DriverSlicing.class);

    private final ReadConf conf;
    private final ReadPlan plan;
    private final Account account;
    private final Clock clock;

    DriverSlicing(ReadConf conf, ReadPlan plan, Account account, Clock clock) {
        this.conf = conf;
        this.plan = plan;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Where to cut.
     *
     * @param tally what looking is counted in
     */
    Slicing slicing(Tally tally) {
        Operation probe = conf.collection().operation(List.of());
        KlaviyoClient.Builder builder = account.client();
        plan.givenQuota().ifPresent(quota -> builder.limits(probe, quota));
        try (KlaviyoClient client = builder.build()) {
            Slicing slicing = new Slicer(client, conf.collection(), plan.quota(), clock, tally)
                    .slicing(plan.constraint(), conf.filter(), conf.slices());
            LOG.info(
                    "Reading {} in {} slices, {} at once, after {} requests that looked where to cut.",
                    conf.collection().name(),
                    slicing.slices().size(),
                    slicing.chains(),
                    tally.requests());
            return slicing;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
