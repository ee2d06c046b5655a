package io.github.klaviyospark.emulator.objects;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CoercionBorderTest {

    @ParameterizedTest
    @EnumSource(
            value = PropertyType.class,
            names = {"INT", "FLOAT"})
    void aNumericTextMayHave2000BytesWhateverItsValue(PropertyType type) {
        assertThat(type.coerce("0".repeat(1_999) + "7").fits()).isTrue();
        assertThat(type.coerce("0".repeat(2_000) + "7").why()).isEqualTo(Skip.PROPERTY_TOO_LARGE);
        assertThat(type.coerce("0e" + "9".repeat(2_000)).why()).isEqualTo(Skip.PROPERTY_TOO_LARGE);
    }

    @ParameterizedTest
    @EnumSource(
            value = PropertyType.class,
            names = {"INT", "FLOAT", "BOOLEAN", "TIMESTAMP"})
    void aLongTextThatIsNoNumberIsOfTheWrongType(PropertyType type) {
        assertThat(type.coerce("x".repeat(2_001)).why()).isEqualTo(Skip.INVALID_TYPE);
    }

    @Test
    void aDomainHasLettersOfAllScriptsAndAsciiDigits() {
        assertThat(IdentifierType.EMAIL.fits("a@dömain1.de")).isTrue();
        assertThat(IdentifierType.EMAIL.fits("a@\u0661.de")).isFalse();
    }
}
