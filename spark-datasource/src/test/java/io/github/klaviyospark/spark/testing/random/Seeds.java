package io.github.klaviyospark.spark.testing.random;

/**
 * What random tests begin with. The default build asks the same every time, so that it fails for a change and for nothing else;
 * the profile {@code seeds} asks something new. What {@code -Drandom.seed} says comes first in both.
 */
public final class Seeds {

    private static final String PROPERTY = "random.seed";
    private static final long ALWAYS = 20_261_122;

    private Seeds() {}

    /** The same each time. */
    public static long fixed() {
        return Long.getLong(PROPERTY, ALWAYS);
    }

    /** Another one each time. */
    public static long fresh() {
        return Long.getLong(PROPERTY, System.nanoTime());
    }
}
