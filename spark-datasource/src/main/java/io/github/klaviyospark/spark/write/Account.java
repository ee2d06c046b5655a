package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.spark.options.Connection;
import java.io.Serializable;
import java.time.Duration;

/** How to reach the account, from the driver and from executors. Carries the key in its wrapper and prints none of it. */
final class Account implements Serializable {

    private static final long serialVersionUID = 1L;

    private final Endpoint endpoint;
    private final ApiKey key;
    private final Revisions revisions;
    private final Duration maxRetryWait;
    private final Duration requestTimeout;

    Account(Connection connection, ApiKey key) {
        this.endpoint = connection.endpoint();
        this.key = key;
        this.revisions = connection.revisions();
        this.maxRetryWait = connection.maxRetryWait();
        this.requestTimeout = connection.requestTimeout();
    }

    KlaviyoClient.Builder client() {
        return KlaviyoClient.builder(endpoint, key)
                .revisions(revisions)
                .maxRetryWait(maxRetryWait)
                .timeout(requestTimeout);
    }

    @Override
    public String toString() {
        return "Account(" + endpoint + ")";
    }
}
