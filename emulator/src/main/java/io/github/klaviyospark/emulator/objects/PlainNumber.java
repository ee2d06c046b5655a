package io.github.klaviyospark.emulator.objects;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number as it was written. It is not expanded before its length is known: {@code 1e999999999} is short to write. */
public final class PlainNumber {
    /** Most characters of a plain text. */
    public static final int MOST = 2000;

    private static final Pattern FORM = Pattern.compile("([+-]?)([0-9]+)(?:\\.([0-9]+))?(?:[eE]([+-]?)([0-9]+))?");
    /** Exponents beyond this are all alike: no plain text of theirs is short enough, except that of a zero. */
    private static final int MOST_EXPONENT_DIGITS = 9;

    private final String text;

    private PlainNumber(String text) {
        this.text = text;
    }

    /** Reads what JSON calls a number, and besides a leading plus sign and leading zeros. */
    public static Optional<PlainNumber> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new PlainNumber(text)) : Optional.empty();
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    /** The value, with the zeros it was written with; empty when its plain text would be too long. */
    public Optional<BigDecimal> value() {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("This is no number: " + text);
        }
        String fraction = matcher.group(3) == null ? "" : matcher.group(3);
        String digits = withoutZeros(matcher.group(2) + fraction);
        String exponent = matcher.group(5) == null ? "0" : withoutZeros(matcher.group(5));
        boolean zero = digits.equals("0");
        boolean down = "-".equals(matcher.group(4));
        if (exponent.length() > MOST_EXPONENT_DIGITS) {
            return zero && !down ? Optional.of(BigDecimal.ZERO) : Optional.empty();
        }
        long scale = fraction.length() - Long.parseLong(exponent) * (down ? -1 : 1);
        boolean negative = !zero && matcher.group(1).equals("-");
        if (length(digits.length(), scale, zero) + (negative ? 1 : 0) > MOST) {
            return Optional.empty();
        }
        BigInteger unscaled = new BigInteger(digits);
        return Optional.of(
                new BigDecimal(negative ? unscaled.negate() : unscaled, zero ? (int) Math.max(0, scale) : (int) scale));
    }

    /** Plain decimal text; empty when it would be too long. */
    Optional<String> plain() {
        return value().map(BigDecimal::toPlainString);
    }

    private static long length(int digits, long scale, boolean zero) {
        if (scale <= 0) {
            return zero ? 1 : digits - scale;
        }
        return digits > scale ? digits + 1L : 2 + scale;
    }

    private static String withoutZeros(String digits) {
        int first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return digits.substring(first);
    }

    @Override
    public String toString() {
        return text;
    }
}
