package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.quota.QuotaLimits;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How many tasks write.
 *
 * @param number their number; 0 for what the quota needs, -1 for the partitions that the rows have
 */
public record Writers(int number) {

    private static final int MOST = 64;
    private static final int MOST_BY_ITSELF = 2;
    private static final Writers AUTO = new Writers(0);
    private static final Writers INPUT = new Writers(-1);

    /** One writer with a second for each request. */
    private static final int REQUESTS_A_MINUTE = 60;

    static Writers parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "input" -> INPUT;
            default -> new Writers(Settings.number(1, MOST).apply(text));
        };
    }

    /** Their number at a quota; nothing when it is that of the rows' partitions. */
    OptionalInt at(QuotaLimits quota) {
        if (equals(INPUT)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(equals(AUTO) ? needed(quota) : number);
    }

    private static int needed(QuotaLimits quota) {
        long aMinute = quota.within(Duration.ofMinutes(1));
        long needed = (aMinute + REQUESTS_A_MINUTE - 1) / REQUESTS_A_MINUTE;
        // On a cluster each writer needs a whole request of its own in every window.
        return (int) Math.max(1, Math.min(Math.min(needed, MOST_BY_ITSELF), quota.smallest()));
    }

    @Override
    public String toString() {
        return equals(AUTO) ? "auto" : equals(INPUT) ? "input" : Integer.toString(number);
    }
}
