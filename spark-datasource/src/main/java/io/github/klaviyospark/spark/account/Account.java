package io.github.klaviyospark.spark.account;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.quota.QuotaLimits;
import io.github.klaviyospark.core.quota.Quotas;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.spark.options.Connection;
import io.github.klaviyospark.spark.options.KeyPolicy;
import io.github.klaviyospark.spark.quota.Sharing;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;

/** How to reach the account, from the driver and from executors. Carries the key in its wrapper and prints none of it. */
public final class Account implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Endpoint endpoint;
    private final ApiKey key;
    private final Revisions revisions;
    private final Duration maxRetryWait;
    private final Duration maxStall;
    private final Duration requestTimeout;
    private final double quotaShare;
    private final Sharing sharing;

    private Account(Connection connection, ApiKey key, Sharing sharing) {
        this.endpoint = connection.endpoint();
        this.key = key;
        this.revisions = connection.revisions();
        this.maxRetryWait = connection.maxRetryWait();
        this.maxStall = connection.maxStall();
        this.requestTimeout = connection.requestTimeout();
        this.quotaShare = connection.quotaShare();
        this.sharing = sharing;
    }

    /**
     * Looks the key up. To be called on the driver, once for a job.
     *
     * @throws IllegalArgumentException when there is no key, or an administrator does not allow where it is
     */
    public static Account of(Connection connection, Configuration hadoop) {
        KeyPolicy policy = KeyPolicy.of(SparkEnv.get().conf().get(KeyPolicy.SETTING, ""));
        ApiKey key = connection.key(System.getenv(), alias -> password(hadoop, alias), policy);
        return new Account(connection, key, Sharing.of(SparkContext.getOrCreate(), connection.quota()));
    }

    private static String password(Configuration hadoop, String alias) {
        try {
            char[] password = hadoop.getPassword(alias);
            return password == null ? null : new String(password);
        } catch (IOException e) {
            throw new UncheckedIOException("Hadoop's credential providers cannot be read.", e);
        }
    }

    /** Tells accounts with different keys apart without telling a key. */
    public String keyFingerprint() {
        return key.fingerprint();
    }

    /** A client of this account, to be completed, for the only one who sends. */
    public KlaviyoClient.Builder client() {
        return client(0, 1);
    }

    /**
     * A client for one of several tasks.
     *
     * @param holder which part of the quota the task has where there are fixed parts, from 0
     * @param parts how many there are
     */
    public KlaviyoClient.Builder client(int holder, int parts) {
        KlaviyoClient.Builder client = KlaviyoClient.builder(endpoint, key)
                .revisions(revisions)
                .maxRetryWait(maxRetryWait)
                .maxStall(maxStall)
                .timeout(requestTimeout)
                .quotaShare(quotaShare);
        return sharing.apply(client, holder, parts);
    }

    /** How its tasks come to one quota. */
    public Sharing sharing() {
        return sharing;
    }

    /** The limits that are kept for an operation, as far as the driver knows; nothing when nothing was sent. */
    public Optional<QuotaLimits> limits(Operation operation) {
        return Quotas.shared().limits(KlaviyoClient.account(endpoint, key), operation.label());
    }

    @Override
    public String toString() {
        return "Account(" + endpoint + ")";
    }
}
