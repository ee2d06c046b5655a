package io.github.klaviyospark.core.target;

import io.github.klaviyospark.core.time.Clock;
import java.io.Serializable;
import java.time.Instant;

/** The time of day, for targets: they travel to where rows are written, which clocks do not. */
@FunctionalInterface
interface Now extends Serializable {

    Instant get();

    /** The machine's own time. */
    static Now system() {
        return () -> Clock.system().now();
    }
}
