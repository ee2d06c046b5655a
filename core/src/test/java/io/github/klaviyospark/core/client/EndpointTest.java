package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://a.klaviyo.com, https://a.klaviyo.com",
        "https://A.Klaviyo.com/, https://a.klaviyo.com",
        "https://a.klaviyo.com:443, https://a.klaviyo.com",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://localhost, http://localhost",
        "http://[::1]:9, http://[::1]:9",
        "https://proxy.example.net:8443, https://proxy.example.net:8443"
    })
    void isSchemeHostAndPort(String text, String expected) {
        assertThat(Endpoint.of(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.klaviyo.com",
                "ftp://a.klaviyo.com",
                "https://user:pk_1@a.klaviyo.com",
                "https://a.klaviyo.com/api",
                "https://a.klaviyo.com?x=1",
                "https://a.klaviyo.com#x",
                "https:///api",
                "https://a b",
                ""
            })
    void isNothingElse(String text) {
        assertThatThrownBy(() -> Endpoint.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The endpoint cannot be used. Give scheme, host and, where needed, port and nothing more, for"
                                + " example https://a.klaviyo.com or http://127.0.0.1:8080.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://a.klaviyo.com", "http://127.0.0.1.example.net", "http://10.0.0.1:80", "http://0.0.0.0"})
    void refusesPlainHttpToAnotherMachine(String text) {
        assertThatThrownBy(() -> Endpoint.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "is plain http, and keys are only sent over plain http to this machine. Use https, or"
                                + " 127.0.0.1, [::1] or localhost.");
    }

    @Test
    void knowsItsOwnOrigin() {
        Endpoint endpoint = Endpoint.of("https://a.klaviyo.com");

        assertThat(endpoint.isOriginOf(URI.create("https://a.klaviyo.com/api/x?y=1")))
                .isTrue();
        assertThat(endpoint.isOriginOf(URI.create("https://A.KLAVIYO.com:443/")))
                .isTrue();
        assertThat(endpoint.isOriginOf(URI.create("http://a.klaviyo.com/"))).isFalse();
        assertThat(endpoint.isOriginOf(URI.create("https://a.klaviyo.com:444/")))
                .isFalse();
        assertThat(endpoint.isOriginOf(URI.create("https://a.klaviyo.com.example.net/")))
                .isFalse();
        assertThat(endpoint.isOriginOf(URI.create("/api/x"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.klaviyo.com, true",
        "https://klaviyo.com, true",
        "https://notklaviyo.com, false",
        "https://a.klaviyo.com.example.net, false"
    })
    void knowsKlaviyosHosts(String text, boolean expected) {
        assertThat(Endpoint.of(text).isKlaviyo()).isEqualTo(expected);
    }
}
