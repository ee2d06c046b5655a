package io.github.klaviyospark.emulator.contract;

import java.util.Locale;

/**
 * A rule that an exchange broke. It says where, never with which value: requests hold other people's data.
 *
 * @param rule what is wrong, such as {@code required}
 * @param place a JSON pointer into the body, or the name of a parameter or a header; empty for the whole
 */
record Violation(Side side, String rule, String place) {
    /** Which half of the exchange it is about. */
    enum Side {
        REQUEST,
        ANSWER;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
