package io.github.klaviyospark.emulator;

import java.time.Duration;
import java.time.Instant;

/**
 * A point in time by both clocks: one that never runs backwards, by which things happen, and the time of day, which is
 * shown.
 */
record Moment(long nanos, Instant wall) {
    static Moment now(TimeSource time) {
        return new Moment(time.nanos(), time.wall());
    }

    Moment plus(Duration duration) {
        return new Moment(nanos + duration.toNanos(), wall.plus(duration));
    }

    boolean isAfter(Moment other) {
        return nanos - other.nanos > 0;
    }

    /** The later of two. */
    static Moment later(Moment one, Moment other) {
        return one.isAfter(other) ? one : other;
    }
}
