package io.github.klaviyospark.spark;

import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.Connection;
import java.util.Map;
import org.apache.spark.SparkContext;

/**
 * The account that options of {@code format("klaviyo")} lead to, for what is no DataFrame: definitions, and questions about
 * single objects.
 *
 * <pre>{@code
 * try (KlaviyoClient client = KlaviyoAccount.client(Map.of("apiKeySource", "env:KLAVIYO_API_KEY"))) {
 *     new Provisioner(client, definition).apply(ProvisionListener.NONE);
 * }
 * }</pre>
 */
public final class KlaviyoAccount {

    private KlaviyoAccount() {}

    /**
     * A client, to be closed after use. Its quota is shared with everything else in this JVM that uses the account.
     *
     * @param options those that concern the account: {@code endpoint}, {@code apiKeySource}, {@code revision} and so on
     * @throws IllegalArgumentException when one is unknown or not allowed, or there is no key
     */
    public static KlaviyoClient client(Map<String, String> options) {
        Connection connection = Connection.of(options, System.getenv());
        return Account.of(connection, SparkContext.getOrCreate().hadoopConfiguration())
                .client()
                .build();
    }
}
