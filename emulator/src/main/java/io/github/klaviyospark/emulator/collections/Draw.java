package io.github.klaviyospark.emulator.collections;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random values that are a pure function of a seed, a topic and a number. */
final class Draw {
    static final long SECOND = 1_000_000;
    /** All that is seeded lies before it, as seeded profiles do. */
    static final long END = micros("2026-06-30T00:00:00Z");

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private static final char[] LETTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final char[] HEX = "0123456789abcdef".toCharArray();
    private static final String[] FIRST = {
        "Spring",
        "\u201cBest of\u201d",
        "Caf\u00e9",
        "\u6771\u4eac",
        "O'Neill's",
        "Say \"hi\"",
        "\u041b\u0435\u0442\u043e",
        "VIP",
        "Back\\slash",
        "\u05e9\u05dc\u05d5\u05dd",
        "100% off",
        "M\u00fcller & Sons",
        "\ud83c\udf75 tea"
    };
    private static final String[] SECOND_PART = {
        "sale", "customers, new", "welcome", "newsletter (EU)", "winback", "r\u00e9gion", "test = 1", "[draft]", "2026"
    };
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    private final SplittableRandom random;

    Draw(long seed, String topic, long number) {
        random = new SplittableRandom(mix(seed + topic.hashCode() * GOLDEN) ^ mix(number * GOLDEN + 1));
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    static long micros(String instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    long below(long bound) {
        return random.nextLong(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    @SafeVarargs
    final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Up to so many of them, each at most once, in their order. */
    <T> List<T> some(List<T> choices, int most) {
        List<T> some = new ArrayList<>(choices);
        int count = Math.min(choices.size(), random.nextInt(most + 1));
        while (some.size() > count) {
            some.remove(random.nextInt(some.size()));
        }
        return some;
    }

    /** Null now and then. */
    <T> T maybe(int percentNull, T value) {
        return chance(percentNull) ? null : value;
    }

    /** A name that not everybody quotes and escapes correctly. */
    String name(String what) {
        return pick(FIRST) + " " + pick(SECOND_PART) + " " + what;
    }

    /** Six characters, as lists and metrics have. */
    String id() {
        return text(LETTERS, 6);
    }

    String hex(int length) {
        return text(HEX, length);
    }

    String ulid() {
        return "01" + text(CROCKFORD, 24);
    }

    /** Long and of letters and digits, as the ids of jobs are. */
    String longId() {
        return text(LETTERS, 30);
    }

    String uuid() {
        return hex(8) + "-" + hex(4) + "-1" + hex(3) + "-8" + hex(3) + "-" + hex(12);
    }

    private String text(char[] alphabet, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return new String(text);
    }

    /** A time in the years before {@link #END}; a third of them are at one of a few moments or in one of their seconds. */
    long time(int years) {
        long span = years * 365L * 86_400 * SECOND;
        if (!chance(33)) {
            return END - 1 - below(span);
        }
        long second = (END - span / 8 * (1 + below(7))) / SECOND * SECOND;
        return second + pick(0L, 500_000L, below(SECOND));
    }

    /** A time from another one on, which is often the same. */
    long after(long time) {
        return chance(30) ? time : time + below(END - time);
    }

    BigDecimal price() {
        return BigDecimal.valueOf(below(100_000), 2);
    }

    /** A time as a text inside of other values. */
    static String text(long micros) {
        return TEXT.format(OffsetDateTime.ofInstant(Instant.ofEpochSecond(micros / SECOND), ZoneOffset.UTC));
    }
}
