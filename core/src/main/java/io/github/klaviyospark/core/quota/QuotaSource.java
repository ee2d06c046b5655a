package io.github.klaviyospark.core.quota;

/** Where quotas come from: this process, or one that serves several. */
@FunctionalInterface
public interface QuotaSource {

    /**
     * The quota of an account for an endpoint.
     *
     * @param account what tells accounts apart; never a key
     * @param endpoint the operation, or the budget that several share
     * @param terms what is known of it so far
     */
    Quota quota(String account, String endpoint, QuotaTerms terms);
}
