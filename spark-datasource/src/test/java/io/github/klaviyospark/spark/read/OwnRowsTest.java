package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.slice.Slice;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class OwnRowsTest {

    private static InternalRow row(String id, Object second) {
        return new GenericInternalRow(new Object[] {
            UTF8String.fromString(id), second instanceof String text ? UTF8String.fromString(text) : second
        });
    }

    /** A server that brings numbers into one form finds one profile by several spellings, in several chains. */
    @Test
    void areThoseWithTheirOwnTexts() {
        OwnRows own = OwnRows.texts(Map.of(1, Set.of("+46700000001", "+46700000002")));

        assertThat(own.has(row("a", "+46700000001"))).isTrue();
        assertThat(own.has(row("b", "0046 70 000 00 01"))).isFalse();
        assertThat(own.has(row("c", null))).isFalse();
    }

    /** A server that compares microseconds finds a row of the second before a slice as well. */
    @Test
    void areThoseShownInTheSlice() {
        OwnRows own = OwnRows.times(1, new Slice(5_000_000, 8_999_999));

        assertThat(own.has(row("before", 4_000_000L))).isFalse();
        assertThat(own.has(row("first", 5_000_000L))).isTrue();
        assertThat(own.has(row("last", 8_999_999L))).isTrue();
        assertThat(own.has(row("behind", 9_000_000L))).isFalse();
        assertThat(own.has(row("timeless", null))).isFalse();
    }

    @Test
    void areAllWhenThereIsOneChain() {
        assertThat(OwnRows.ALL.has(row("a", null))).isTrue();
    }

    @Test
    void showNoTexts() {
        assertThat(OwnRows.texts(Map.of(1, Set.of("+46700000001")))).hasToString("OwnRows([1])");
    }
}
