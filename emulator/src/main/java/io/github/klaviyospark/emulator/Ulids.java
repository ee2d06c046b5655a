package io.github.klaviyospark.emulator;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/**
 * ULIDs that repeat from run to run: 48 bits of a made-up time, one millisecond later each time, and 80 seeded bits, in
 * Crockford's base 32. Ascending ids are in order of creation, as Klaviyo's are.
 */
final class Ulids {
    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final Pattern FORM = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");
    private static final long FIRST = Instant.parse("2026-07-15T00:00:00Z").toEpochMilli();

    private final long seed;
    private SplittableRandom random;
    private long millis;

    Ulids(long seed) {
        this.seed = seed;
        restart();
    }

    static boolean isUlid(String text) {
        return FORM.matcher(text).matches();
    }

    /** One from 48 bits of time and two halves of its random part, 40 bits each. */
    static String of(long millis, long high, long low) {
        char[] text = new char[26];
        encode(text, 0, 10, millis);
        encode(text, 10, 8, high);
        encode(text, 18, 8, low);
        return new String(text);
    }

    synchronized String next() {
        return of(millis++, random.nextLong(1L << 40), random.nextLong(1L << 40));
    }

    synchronized void restart() {
        random = new SplittableRandom(seed);
        millis = FIRST;
    }

    private static void encode(char[] text, int from, int length, long bits) {
        long rest = bits;
        for (int at = from + length - 1; at >= from; at--) {
            text[at] = ALPHABET[(int) (rest & 31)];
            rest >>>= 5;
        }
    }
}
