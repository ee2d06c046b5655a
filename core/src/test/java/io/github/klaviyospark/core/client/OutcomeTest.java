package io.github.klaviyospark.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomeTest {

    private static final Operation REPEATABLE = Operation.BULK_CREATE_DATA_SOURCE_RECORDS;
    private static final Operation OTHER = Operation.CREATE_DATA_SOURCE;

    @ParameterizedTest
    @CsvSource({
        "204, SUCCEEDED", "200, REFUSED", "400, REFUSED", "401, REFUSED", "403, REFUSED", "404, REFUSED", "408, FAILED",
        "409, REFUSED", "413, REFUSED", "429, THROTTLED", "500, FAILED", "502, FAILED", "503, FAILED", "504, FAILED",
        "524, FAILED"
    })
    void isReadFromTheStatus(int status, Outcome expected) {
        assertThat(Outcome.of(REPEATABLE, status)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, false, false",
        "NOT_SENT, true, true",
        "THROTTLED, true, true",
        "FAILED, true, false",
        "LOST, true, false",
        "REFUSED, false, false"
    })
    void saysWhatMayBeRepeated(Outcome outcome, boolean repeatable, boolean other) {
        assertThat(outcome.mayRepeat(REPEATABLE)).isEqualTo(repeatable);
        assertThat(outcome.mayRepeat(OTHER)).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 250", "1, 0.5, 500", "1, 1, 750", "2, 0.5, 750", "3, 0.5, 1125", "40, 0.5, 60000"})
    void pausesLongerEachTimeUpToAMinute(int attempt, double spread, long millis) {
        assertThat(Outcome.pause(attempt, spread)).isEqualTo(Duration.ofMillis(millis));
    }
}
