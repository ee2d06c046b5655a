package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code RateLimit-Limit}, such as {@code 75, 75;w=1, 750;w=60}: how many requests the burst window holds, and then
 * each window with its length in seconds. It comes with answers that are not refused.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling">Rate limits, status codes, and
 *     errors</a>
 */
final class RateLimitHeader {

    private static final Pattern WINDOW =
            Pattern.compile("\\s*([1-9]\\d{0,4})\\s*;\\s*w\\s*=\\s*(\\d{1,6}(?:\\.\\d{1,9})?)\\s*");

    /** Daily limits are not paced by: nobody would wait for them. Their refusals say when to come back. */
    private static final double LONGEST = 3_600;

    private RateLimitHeader() {}

    /**
     * The windows; of two of one length the smaller.
     *
     * @param value the header's value, or null
     * @return null when none are named
     */
    static QuotaLimits limits(String value) {
        if (value == null) {
            return null;
        }
        QuotaLimits limits = null;
        for (String part : value.split(",", -1)) {
            Matcher window = WINDOW.matcher(part);
            if (window.matches()) {
                double seconds = Double.parseDouble(window.group(2));
                if (seconds > 1e-6 && seconds <= LONGEST) {
                    QuotaLimits one = QuotaLimits.parse(window.group(1) + "/" + window.group(2) + "s");
                    limits = limits == null ? one : limits.and(one);
                }
            }
        }
        return limits;
    }
}
