package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers in plain text, without ever writing out an exponent that would make them long. */
final class Numbers {

    /** The most characters that a number has in plain text: as the most bytes of a property. */
    static final int MAX_LENGTH = 2_000;

    /** Stands for every number that is too long. */
    static final BigDecimal TOO_LONG = BigDecimal.ONE.scaleByPowerOfTen(999_999_999);

    private static final int MAX_EXPONENT_DIGITS = 9;

    private Numbers() {}

    /**
     * Reads a number in the grammar of JSON, also with a leading plus sign and leading zeros.
     *
     * @return the number, {@link #TOO_LONG} instead of one with a longer plain text, or null when it is no number
     */
    static BigDecimal parse(String text) {
        int mantissa = mantissaEnd(text);
        if (mantissa < 0) {
            return null;
        }
        if (significantDigits(text, mantissa) > MAX_LENGTH) {
            return TOO_LONG;
        }

        BigDecimal number = new BigDecimal(text.substring(0, mantissa));
        if (mantissa < text.length()) {
            int exponent = exponent(text, mantissa + 1);
            if (exponent == Integer.MIN_VALUE) {
                return null;
            }
            number = number.scaleByPowerOfTen(exponent);
        }
        if (number.signum() == 0 && number.scale() < 0) {
            return BigDecimal.ZERO;
        }
        return isTooLong(number) ? TOO_LONG : number;
    }

    /** Where the digits and the fraction end, or -1 when there is something else than an exponent after them. */
    private static int mantissaEnd(String text) {
        int start = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        int end = digitsEnd(text, start);
        if (end == start) {
            return -1;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = digitsEnd(text, end + 1);
            if (fraction == end + 1) {
                return -1;
            }
            end = fraction;
        }
        return end == text.length() || text.charAt(end) == 'e' || text.charAt(end) == 'E' ? end : -1;
    }

    private static int digitsEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int significantDigits(String text, int end) {
        int digits = 0;
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if ((c >= '1' && c <= '9') || (c == '0' && digits > 0)) {
                digits++;
            }
        }
        return digits;
    }

    /** The exponent, held within nine digits, or the smallest int when it is none. */
    private static int exponent(String text, int start) {
        boolean isNegative = text.startsWith("-", start);
        int first = isNegative || text.startsWith("+", start) ? start + 1 : start;
        if (first == text.length() || digitsEnd(text, first) < text.length()) {
            return Integer.MIN_VALUE;
        }

        while (first < text.length() - 1 && text.charAt(first) == '0') {
            first++;
        }
        int exponent = text.length() - first > MAX_EXPONENT_DIGITS
                ? 999_999_999
                : Integer.parseInt(text, first, text.length(), 10);
        return isNegative ? -exponent : exponent;
    }

    static boolean isTooLong(BigDecimal number) {
        return length(number) > MAX_LENGTH;
    }

    /** How many characters its plain text has. */
    static long length(BigDecimal number) {
        long precision = number.precision();
        long scale = number.scale();
        long length;
        if (scale <= 0) {
            length = number.signum() == 0 ? 1 : precision - scale;
        } else {
            length = precision > scale ? precision + 1 : scale + 2;
        }
        return number.signum() < 0 ? length + 1 : length;
    }

    /** The number of a node; only one of at most 2,000 characters or {@link #TOO_LONG}. */
    static BigDecimal of(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong()
                ? BigDecimal.valueOf(number.longValue())
                : number.decimalValue();
    }

    /** The plain text of a number node, or null when it would be too long. */
    static String text(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return Long.toString(number.longValue());
        }
        BigDecimal value = number.decimalValue();
        return isTooLong(value) ? null : value.toPlainString();
    }

    /** The whole number that it is, or null when it has a fraction. */
    static BigInteger whole(BigDecimal number) {
        if (number.scale() <= 0) {
            return number.toBigInteger();
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() <= 0 ? stripped.toBigInteger() : null;
    }
}
