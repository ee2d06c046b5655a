package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.quota.Quota;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.QuotaTerms;
import io.github.klaviyospark.core.quota.Quotas;
import java.time.Duration;

/**
 * Which fixed part of a quota is a task's, among tasks that cannot talk to each other.
 *
 * @param holder which one, from 0
 * @param of how many there are
 */
record Part(int holder, int of) {

    /** The quota of this part, which other tasks of this process that hold the same one share. */
    Quota quota(String account, String endpoint, QuotaTerms terms) {
        return Quotas.shared().quota(account + "/" + this, endpoint, terms(terms));
    }

    QuotaTerms terms(QuotaTerms whole) {
        return whole.times(1.0 / of);
    }

    /** When the first request may leave, so that those of all parts together are no burst that is too large. */
    Duration turn(QuotaLimits whole) {
        return whole.timeFor(holder + 1L);
    }

    @Override
    public String toString() {
        return holder + " of " + of;
    }
}
