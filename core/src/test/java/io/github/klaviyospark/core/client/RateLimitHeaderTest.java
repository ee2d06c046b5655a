package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitHeaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "75, 75;w=1, 750;w=60|75/1s,750/60s",
                "3, 3;w=1, 15;w=60|3/1s,15/60s",
                "3,3; w=0.2,15;w=12|3/200ms,15/12s",
                "1, 1;w=1, 15;w=60, 150;w=86400|1/1s,15/60s",
                "3, 3;w=1, 15;w=60, 9;w=60|3/1s,9/60s",
            })
    void readsTheWindows(String value, String expected) {
        assertThat(RateLimitHeader.limits(value)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "75",
                "0;w=1",
                "3;w=0",
                "w=1",
                "-3;w=1",
                "3;w=-1",
                "150;w=86400",
                "many;w=few",
                "3;w=1;x=2",
                "9999999;w=60"
            })
    void readsNothingWhereNoneIsNamed(String value) {
        assertThat(RateLimitHeader.limits(value)).isNull();
    }

    @Test
    void readsNothingWhereThereIsNone() {
        assertThat(RateLimitHeader.limits(null)).isNull();
    }
}
