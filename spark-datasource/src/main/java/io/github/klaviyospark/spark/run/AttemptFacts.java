package io.github.klaviyospark.spark.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an attempt of a task cost that failed: its result does not reach the driver. Kept as the name of an empty file.
 *
 * @param accepted rows that it had accepted
 * @param bytes bytes of the requests that were accepted
 * @param requests requests that left
 * @param throttled those answered 429
 * @param repeated those sent again after another failure
 * @param quotaWaitMillis time waited for quota
 */
public record AttemptFacts(
        long accepted, long bytes, long requests, long throttled, long repeated, long quotaWaitMillis) {

    /** Nothing at all. */
    public static final AttemptFacts NONE = new AttemptFacts(0, 0, 0, 0, 0, 0);

    private static final Pattern NAME = Pattern.compile("\\d{5}-\\d+-a(\\d+)-b(\\d+)-r(\\d+)-t(\\d+)-p(\\d+)-w(\\d+)");

    String name(int writer, long attempt) {
        return "%05d-%d-a%d-b%d-r%d-t%d-p%d-w%d"
                .formatted(writer, attempt, accepted, bytes, requests, throttled, repeated, quotaWaitMillis);
    }

    static Optional<AttemptFacts> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long[] figures = new long[6];
        for (int i = 0; i < figures.length; i++) {
            figures[i] = Long.parseLong(matcher.group(i + 1));
        }
        return Optional.of(new AttemptFacts(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]));
    }

    /** Both together. */
    public AttemptFacts plus(AttemptFacts other) {
        return new AttemptFacts(
                accepted + other.accepted,
                bytes + other.bytes,
                requests + other.requests,
                throttled + other.throttled,
                repeated + other.repeated,
                quotaWaitMillis + other.quotaWaitMillis);
    }
}
