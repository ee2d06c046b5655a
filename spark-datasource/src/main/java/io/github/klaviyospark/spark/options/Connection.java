package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.client.Endpoint;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.secret.ApiKey;
import io.github.klaviyospark.core.secret.ApiKeySource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How to reach an account: endpoint, revisions, patience, and where the key is. It holds a key only when one was given as
 * an option, and never leaves the driver.
 */
public final class Connection {

    /** The environment variable that names the endpoint when no option does. */
    public static final String ENDPOINT_VARIABLE = "KLAVIYO_ENDPOINT";

    private final Endpoint endpoint;
    private final Revisions revisions;
    private final Duration maxRetryWait;
    private final Duration maxStall;
    private final Duration requestTimeout;
    private final QuotaChoice quota;
    private final double quotaShare;
    private final ApiKeySource source;
    private final ApiKey given;

    private Connection(OptionValues options, Map<String, String> environment) {
        this.endpoint = options.get(Settings.ENDPOINT).orElseGet(() -> endpoint(environment));
        this.revisions = options.orFallback(Settings.REVISION);
        this.maxRetryWait = options.orFallback(Settings.MAX_RETRY_WAIT);
        this.maxStall = options.orFallback(Settings.MAX_STALL);
        this.requestTimeout = options.orFallback(Settings.REQUEST_TIMEOUT);
        this.quota = options.orFallback(Settings.QUOTA);
        this.quotaShare = options.orFallback(Settings.QUOTA_SHARE);
        this.given = options.get(Settings.API_TOKEN)
                .map(value -> ApiKey.of(value, "option apiToken"))
                .orElse(null);

        Optional<ApiKeySource> named = options.get(Settings.API_KEY_SOURCE);
        if (given != null && named.isPresent()) {
            throw new IllegalArgumentException(
                    "Both a key (apiToken or apiKey) and apiKeySource are given. Give one of them, best apiKeySource.");
        }
        this.source = given == null ? named.orElseGet(() -> ApiKeySource.defaultFor(endpoint)) : null;
    }

    /**
     * Reads the options that concern an account.
     *
     * @param options the options
     * @param environment the environment variables
     * @throws IllegalArgumentException when one is unknown or not allowed
     */
    public static Connection of(Map<String, String> options, Map<String, String> environment) {
        return of(OptionValues.of(options, Setting.Use.READ), environment);
    }

    static Connection of(OptionValues options, Map<String, String> environment) {
        return new Connection(options, environment);
    }

    private static Endpoint endpoint(Map<String, String> environment) {
        String named = environment.get(ENDPOINT_VARIABLE);
        if (named == null || named.isBlank()) {
            return Endpoint.KLAVIYO;
        }

        try {
            return Endpoint.of(named);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The environment variable " + ENDPOINT_VARIABLE + ": " + e.getMessage(), e);
        }
    }

    /**
     * Looks the key up.
     *
     * @param environment the environment variables
     * @param hadoop looks up an alias in Hadoop's credential providers
     * @param policy which places an administrator allows
     * @throws IllegalArgumentException when the place is not allowed or holds no key
     */
    public ApiKey key(Map<String, String> environment, Function<String, String> hadoop, KeyPolicy policy) {
        if (given != null) {
            policy.checkOption();
            return given;
        }

        policy.check(source);
        return source.resolve(environment, hadoop);
    }

    /** Where Klaviyo is. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The revisions to ask for. */
    public Revisions revisions() {
        return revisions;
    }

    /** The longest {@code Retry-After} that is obeyed. */
    public Duration maxRetryWait() {
        return maxRetryWait;
    }

    /** How long a request may go on without success. */
    public Duration maxStall() {
        return maxStall;
    }

    /** How long the network may be silent. */
    public Duration requestTimeout() {
        return requestTimeout;
    }

    /** How tasks in several processes come to one quota. */
    public QuotaChoice quota() {
        return quota;
    }

    /** How much of every quota this application may use, above 0 and at most 1. */
    public double quotaShare() {
        return quotaShare;
    }

    @Override
    public String toString() {
        return "Connection(" + endpoint + ", key from " + (given == null ? source : "an option") + ")";
    }
}
