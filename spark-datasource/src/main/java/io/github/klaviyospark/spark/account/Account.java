package io.github.klaviyospark.spark.account;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.spark.options.Connection;
import io.github.klaviyospark.spark.options.KeyPolicy;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
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

    private Account(Connection connection, ApiKey key) {
        this.endpoint = connection.endpoint();
        this.key = key;
        this.revisions = connection.revisions();
        this.maxRetryWait = connection.maxRetryWait();
        this.maxStall = connection.maxStall();
        this.requestTimeout = connection.requestTimeout();
    }

    /**
     * Looks the key up. To be called on the driver, once for a job.
     *
     * @throws IllegalArgumentException when there is no key, or an administrator does not allow where it is
     */
    public static Account of(Connection connection, Configuration hadoop) {
        KeyPolicy policy = KeyPolicy.of(SparkEnv.get().conf().get(KeyPolicy.SETTING, ""));
        return new Account(connection, connection.key(System.getenv(), alias -> password(hadoop, alias), policy));
    }

    private static String password(Configuration hadoop, String alias) {
        try {
            char[] password = hadoop.getPassword(alias);
            return password == null ? null : new String(password);
        } catch (IOException e) {
            throw new UncheckedIOException("Hadoop's credential providers cannot be read.", e);
        }
    }

    /** A client of this account, to be completed. */
    public KlaviyoClient.Builder client() {
        return KlaviyoClient.builder(endpoint, key)
                .revisions(revisions)
                .maxRetryWait(maxRetryWait)
                .maxStall(maxStall)
                .timeout(requestTimeout);
    }

    @Override
    public String toString() {
        return "Account(" + endpoint + ")";
    }
}
