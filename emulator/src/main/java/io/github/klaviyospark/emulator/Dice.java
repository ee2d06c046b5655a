package io.github.klaviyospark.emulator;

/**
 * Random numbers that are a pure function of a seed, a profile and a topic (SplitMix64), so that any part of any profile
 * can be made again without the others.
 */
final class Dice {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    Dice(long seed, long rank, Topic topic) {
        state = mix(mix(seed + topic.salt) ^ rank * 0xD134_2543_DE82_EF95L);
    }

    /** What is thrown for; each topic has numbers of its own. */
    enum Topic {
        ID,
        CREATED,
        UPDATED,
        LAST_EVENT,
        NAME,
        EMAIL,
        PHONE,
        EXTERNAL_ID,
        KX,
        ATTRIBUTES,
        LOCATION,
        PROPERTIES,
        SUPPRESSION,
        LIST_SUPPRESSION,
        CONSENT,
        ANALYTICS,
        PUSH_TOKENS,
        CONVERSATIONS,
        MEMBERSHIP;

        private final long salt = name().hashCode() * GOLDEN;
    }

    long next() {
        state += GOLDEN;
        return mix(state);
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) (((next() >>> 33) * bound) >>> 31);
    }

    /** From 0 to {@code bound} - 1. */
    long below(long bound) {
        return (next() >>> 1) % bound;
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    String pick(String[] choices) {
        return choices[below(choices.length)];
    }

    /** So many characters of an alphabet. */
    String text(char[] alphabet, int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = alphabet[below(alphabet.length)];
        }
        return new String(text);
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}
