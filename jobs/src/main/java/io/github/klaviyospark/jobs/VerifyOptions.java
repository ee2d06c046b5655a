package io.github.klaviyospark.jobs;

import java.time.Duration;
import picocli.CommandLine.Option;

/** How closely to look, and for how long. */
final class VerifyOptions {

    @Option(
            names = "--sample",
            paramLabel = "N",
            description =
                    "Read so many objects back, sixty a minute, chosen evenly. Without it all objects of the type are"
                            + " read, 6,000 a minute.")
    private Integer sample;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "15m",
            converter = DurationText.class,
            description = "How long to wait for objects to appear: Klaviyo takes up to about 15 minutes. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Duration maxWait = Duration.ofMinutes(15);

    /** How many objects are looked at; zero for all. */
    int sample() {
        return sample == null ? 0 : sample;
    }

    Duration maxWait() {
        return maxWait;
    }
}
