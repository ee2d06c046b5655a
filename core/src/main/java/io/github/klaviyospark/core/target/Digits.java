package io.github.klaviyospark.core.target;

import java.math.BigDecimal;

/** Numbers as their digits. */
final class Digits {

    /** More than any number that means something; a few characters of JSON can stand for a thousand million of them. */
    private static final int MOST = 1_000;

    private Digits() {}

    /** The digits of a number, or its text with an exponent when there are very many. */
    static String of(BigDecimal number) {
        long digits = Math.abs((long) number.scale()) + number.precision();
        return digits > MOST ? number.toString() : number.toPlainString();
    }
}
