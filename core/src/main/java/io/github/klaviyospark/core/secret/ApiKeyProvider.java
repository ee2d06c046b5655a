package io.github.klaviyospark.core.secret;

/**
 * Fetches a key from a store of your own, such as a cloud's secret service; named by {@code apiKeySource=provider:CLASS}.
 *
 * <p>An implementation is public and has a public constructor without parameters. It is called once, on the driver.
 */
public interface ApiKeyProvider {

    /**
     * The private key.
     *
     * @throws Exception when it cannot be had; the message is shown to the user, so it must not hold a secret
     */
    String apiKey() throws Exception;
}
