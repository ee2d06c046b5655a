package io.github.klaviyospark.emulator.events;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One event that was accepted.
 *
 * @param metric the name of its metric
 * @param time in microseconds since 1970, a whole second
 * @param uniqueId null when it was sent without one
 * @param value null when it has none
 * @param currency null when it has none
 */
public record SentEvent(
        String metric, long time, String uniqueId, BigDecimal value, String currency, Map<String, Object> properties) {
    private static final long SECOND = 1_000_000;

    /** What tells it from other events of its profile and metric: without an id of its own, the second. */
    public String identity() {
        return uniqueId == null ? Long.toString(time / SECOND) : uniqueId;
    }

    /** The properties as readers see them, with those that Klaviyo adds. */
    public Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>(properties);
        shown.put("$event_id", identity());
        if (value != null) {
            shown.put("$value", value);
        }
        if (currency != null) {
            shown.put("$value_currency", currency);
        }
        return shown;
    }
}
