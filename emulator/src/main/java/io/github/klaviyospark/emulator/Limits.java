package io.github.klaviyospark.emulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two limits of one endpoint: so many requests in a short window and so many in a long one. */
record Limits(Window burst, Window steady) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\w+),(\\d{1,9})/(\\w+)");

    /** Reads {@code REQUESTS/WINDOW,REQUESTS/WINDOW}, such as {@code 3/1s,60/60s}; burst first. */
    static Limits parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' does not name two limits: write the burst limit and the steady limit, such as 3/1s,60/60s.");
        }
        return new Limits(
                new Window(Integer.parseInt(matcher.group(1)), DurationText.parse(matcher.group(2))),
                new Window(Integer.parseInt(matcher.group(3)), DurationText.parse(matcher.group(4))));
    }

    Limits scaled(double timeScale) {
        return new Limits(burst.scaled(timeScale), steady.scaled(timeScale));
    }

    /** The value of {@code RateLimit-Limit}, such as {@code 3, 3;w=1, 60;w=60}. */
    String header() {
        return burst.requests + ", " + burst.header() + ", " + steady.header();
    }

    record Window(int requests, Duration length) {
        Window {
            if (requests < 1 || length.isZero() || length.isNegative()) {
                throw new IllegalArgumentException(
                        "A limit of " + requests + " requests in " + length + " lets nothing through.");
            }
        }

        private Window scaled(double timeScale) {
            return new Window(requests, Duration.ofNanos(Math.max(1, Math.round(length.toNanos() / timeScale))));
        }

        private String header() {
            BigDecimal seconds = BigDecimal.valueOf(length.toNanos(), 9)
                    .setScale(6, RoundingMode.HALF_UP)
                    .stripTrailingZeros();
            return requests + ";w=" + seconds.toPlainString();
        }
    }
}
