package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.time.Clock;
import java.time.Duration;

/**
 * How long jobs are waited for.
 *
 * @param most how long one job may take from when it is accepted
 * @param clock tells the time
 */
public record JobPatience(Duration most, Clock clock) {

    /** What is enough for nearly all jobs. */
    public static final Duration DEFAULT = Duration.ofMinutes(30);

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    /** Patience by the machine's own clock. */
    public static JobPatience of(Duration most) {
        return new JobPatience(most, Clock.system());
    }

    /**
     * The pause before a job is asked for the next time: longer each time, since jobs take from a second to many minutes.
     *
     * @param asked how often it was asked for before
     */
    Duration pause(int asked) {
        double millis = FIRST.toMillis() * Math.pow(1.6, asked);
        return millis >= LONGEST.toMillis() ? LONGEST : Duration.ofMillis((long) millis);
    }
}
