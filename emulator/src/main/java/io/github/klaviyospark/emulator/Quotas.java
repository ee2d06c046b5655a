package io.github.klaviyospark.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The quotas of all endpoints, one for each operation and one that all reads of predictive analytics share besides. All
 * keys share them, because they belong to the account.
 *
 * <p>Limits are those of {@code x-klaviyo-ratelimit} in Klaviyo's OpenAPI document; how the headers behave follows
 * Klaviyo's page "Rate limits, status codes, and errors" and recorded answers.
 */
final class Quotas {
    private final boolean on;
    private final TimeSource time;
    private final Map<String, Limits> limits;
    private volatile Epoch epoch;

    Quotas(boolean on, TimeSource time, Map<String, Limits> limits) {
        this.on = on;
        this.time = time;
        this.limits = limits;
        restart();
    }

    void restart() {
        Map<String, Quota> fresh = new LinkedHashMap<>();
        limits.forEach((operation, limit) -> fresh.put(operation, new Quota(limit)));
        epoch = new Epoch(time.nanos(), fresh);
    }

    /**
     * Takes one request from every quota that is named, or from none, and returns the headers that tell how many are
     * left of the last; no headers when quotas are off.
     */
    Map<String, String> admit(List<String> names) throws Refusal {
        if (!on) {
            return Map.of();
        }
        Epoch current = epoch;
        List<Quota> taken = names.stream().map(current.quotas::get).toList();
        Quota.Verdict verdict = Quota.take(taken, time.nanos() - current.origin);
        if (!verdict.accepted()) {
            throw Refusal.throttled(verdict.retryAfterSeconds());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("RateLimit-Limit", taken.get(taken.size() - 1).limits().header());
        headers.put("RateLimit-Remaining", Integer.toString(verdict.remaining()));
        headers.put("RateLimit-Reset", Long.toString(verdict.resetSeconds()));
        return headers;
    }

    /** Limits and windows of every quota that was asked for since the start or the last reset. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        epoch.quotas.forEach((operation, quota) -> {
            List<WindowLog.Entry> windows = quota.windows();
            if (!windows.isEmpty()) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("limits", quota.limits().header());
                one.put("windows", windows);
                shown.put(operation, one);
            }
        });
        return shown;
    }

    private record Epoch(long origin, Map<String, Quota> quotas) {}
}
