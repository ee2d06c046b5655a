package io.github.klaviyospark.spark.options;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.secret.ApiKeySource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPolicyTest {

    @Test
    void allowsEverythingWhenNothingIsSaid() {
        assertThatCode(() -> {
                    KeyPolicy.of(null).check(ApiKeySource.parse("env:ANY"));
                    KeyPolicy.of(" ").checkOption();
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "env:SHOP_KEY, true",
        "env:SHOP_KEY_2, false",
        "file:/run/keys/a, true",
        "file:/run/keys/../../etc/shadow, false",
        "file:/run/keysx, false",
        "hadoop:any, true",
        "provider:com.example.Vault, false"
    })
    void allowsReferencesAndBeginningsOfReferences(String reference, boolean allowed) {
        KeyPolicy policy = KeyPolicy.of("env:SHOP_KEY, file:/run/keys/, hadoop:");

        if (allowed) {
            assertThatCode(() -> policy.check(ApiKeySource.parse(reference))).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> policy.check(ApiKeySource.parse(reference)))
                    .hasMessage(
                            reference + " is not allowed here. The administrator allows env:SHOP_KEY, file:/run/keys/,"
                                    + " hadoop: (spark.klaviyo.allowedApiKeySources); name one of these with apiKeySource.");
        }
    }

    @Test
    void refusesKeysInOptionsOnceAnythingIsSaid() {
        assertThatThrownBy(() -> KeyPolicy.of("hadoop:").checkOption())
                .hasMessage("A key given as an option is not allowed here. The administrator allows hadoop:"
                        + " (spark.klaviyo.allowedApiKeySources); name one of these with apiKeySource.");
    }
}
