package io.github.klaviyospark.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeySourceTest {

    private static final String KEY = "pk_7d1c0a9be4f2";

    @TempDir
    private Path folder;

    @Test
    void findsAKeyInEachKindOfPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("key"), KEY + "\n");

        assertThat(resolve("env:SHOP_KEY")).isEqualTo("Klaviyo-API-Key " + KEY);
        assertThat(resolve("file:" + file)).isEqualTo("Klaviyo-API-Key " + KEY);
        assertThat(resolve("hadoop:shop")).isEqualTo("Klaviyo-API-Key " + KEY);
        assertThat(resolve("provider:" + Vault.class.getName())).isEqualTo("Klaviyo-API-Key " + KEY);
    }

    private static String resolve(String reference) {
        return ApiKeySource.parse(reference)
                .resolve(Map.of("SHOP_KEY", KEY), alias -> alias.equals("shop") ? KEY : null)
                .authorization();
    }

    @ParameterizedTest
    @ValueSource(strings = {KEY, "env:", "vault:x", ":x", ""})
    void doesNotRepeatWhatIsNoReference(String text) {
        assertThatThrownBy(() -> ApiKeySource.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("apiKeySource is no reference to a key. Give one of env:NAME, file:PATH, hadoop:ALIAS,"
                        + " provider:CLASS; the key itself does not belong there (the value is not repeated here in case it"
                        + " is one).");
    }

    @Test
    void saysWhereAKeyIsMissing() {
        assertThatThrownBy(() -> resolve("env:OTHER"))
                .hasMessage("There is no API key in env:OTHER: the environment variable is not set on the driver. Name"
                        + " another place with apiKeySource (env:NAME, file:PATH, hadoop:ALIAS, provider:CLASS).");
        assertThatThrownBy(() -> resolve("hadoop:other"))
                .hasMessage("There is no API key in hadoop:other: no credential provider in"
                        + " hadoop.security.credential.provider.path knows the alias. Name another place with apiKeySource"
                        + " (env:NAME, file:PATH, hadoop:ALIAS, provider:CLASS).");
        assertThatThrownBy(() -> resolve("file:" + folder.resolve("none")))
                .hasMessage(
                        "The API key file of file:" + folder.resolve("none") + " cannot be read (NoSuchFileException)."
                                + " Give the path of a file on the driver that holds nothing but the key.");
        assertThatThrownBy(() -> resolve("provider:java.lang.String"))
                .hasMessage(
                        "The class of provider:java.lang.String cannot be used (ClassCastException). It must be on the"
                                + " driver's class path, be public, have a public constructor without parameters and implement"
                                + " io.github.klaviyospark.core.secret.ApiKeyProvider.");
    }

    @Test
    void refusesWhatCannotStandInAHeader() {
        assertThatThrownBy(() -> ApiKey.of("  \n", "env:X"))
                .hasMessage("The API key from env:X is empty. Give a Klaviyo private key.");
        assertThatThrownBy(() -> ApiKey.of("pk_1\npk_2", "file:/run/keys"))
                .hasMessage(
                        "The API key from file:/run/keys holds a blank or a character outside ASCII, so it is no Klaviyo"
                                + " private key. Check that nothing else stands in that place.");
    }

    @Test
    void sendsTheDefaultKeyToKlaviyoAndThisMachineOnly() {
        assertThat(ApiKeySource.defaultFor(Endpoint.KLAVIYO)).hasToString("env:KLAVIYO_API_KEY");
        assertThat(ApiKeySource.defaultFor(Endpoint.of("http://127.0.0.1:1"))).hasToString("env:KLAVIYO_API_KEY");

        assertThatThrownBy(() -> ApiKeySource.defaultFor(Endpoint.of("https://proxy.example.net")))
                .hasMessage(
                        "The default key (env:KLAVIYO_API_KEY) is only sent to Klaviyo's own hosts and to this machine,"
                                + " and the endpoint is 'https://proxy.example.net'. Name the key that belongs to that endpoint"
                                + " with apiKeySource, for example apiKeySource=env:PROXY_API_KEY.");
    }

    @Test
    void showsNothingOfAKey() {
        ApiKey key = ApiKey.of(KEY, "a test");

        assertThat(key).hasToString("ApiKey(***)");
        assertThat(key.fingerprint()).doesNotContain(KEY.substring(3));
        assertThat(key.hideIn("bad key " + KEY + "!")).isEqualTo("bad key ***!");
    }

    /** A store of the user's own. */
    public static final class Vault implements ApiKeyProvider {

        public Vault() {}

        @Override
        public String apiKey() {
            return KEY;
        }
    }
}
