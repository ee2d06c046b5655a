package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/**
 * Writes decimals with all digits of their scale and without an exponent. Spark keeps those of up to 18 digits as a long,
 * and their digits are taken from it.
 *
 * <p>Not safe for several threads.
 */
final class DecimalWriter implements ValueWriter {

    private static final int DIGITS_OF_LONG = 18;

    private final int precision;
    private final int scale;
    private final char[] text = new char["-0.".length() + DIGITS_OF_LONG];

    DecimalWriter(DecimalType type) {
        this.precision = type.precision();
        this.scale = type.scale();
    }

    @Override
    public void write(JsonGenerator json, SpecializedGetters from, int ordinal) throws IOException {
        Decimal decimal = from.getDecimal(ordinal, precision, scale);
        boolean isLong =
                decimal.precision() <= DIGITS_OF_LONG && decimal.scale() >= 0 && decimal.scale() <= DIGITS_OF_LONG;
        if (isLong) {
            int start = put(decimal.toUnscaledLong(), decimal.scale());
            json.writeNumber(text, start, text.length - start);
        } else {
            json.writeNumber(decimal.toJavaBigDecimal());
        }
    }

    /** Puts a number at the end of the text, from the last digit on, and says where it begins. */
    private int put(long unscaled, int behindPoint) {
        int start = text.length;
        long rest = Math.abs(unscaled);
        for (int digits = 0; rest != 0 || digits <= behindPoint; digits++) {
            if (digits == behindPoint && digits > 0) {
                text[--start] = '.';
            }
            text[--start] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        if (unscaled < 0) {
            text[--start] = '-';
        }
        return start;
    }
}
