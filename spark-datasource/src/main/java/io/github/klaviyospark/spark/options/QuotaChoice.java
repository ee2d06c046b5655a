package io.github.klaviyospark.spark.options;

import java.util.Locale;

/** How tasks in several processes come to one quota. */
public enum QuotaChoice {

    /** By asking the driver where that is possible, with fixed parts where it is not. */
    AUTO,

    /** By asking the driver; a job fails where that is not possible. */
    DRIVER,

    /** Each task has a fixed part. */
    STATIC;

    static QuotaChoice parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "driver" -> DRIVER;
            case "static" -> STATIC;
            default -> throw new Settings.NotAllowedException();
        };
    }
}
