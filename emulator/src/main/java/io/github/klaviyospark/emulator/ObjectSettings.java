package io.github.klaviyospark.emulator;

import java.time.Duration;

/**
 * How an account may use custom objects and how long Klaviyo takes for them.
 *
 * @param visibilityLag from the arrival of a record until its objects are seen
 * @param publishingTime from the activation of a schema until it is active
 * @param types how many object types there may be; none without entitlement
 * @param properties how many a schema may have
 */
record ObjectSettings(Duration visibilityLag, Duration publishingTime, int types, int properties) {
    static final ObjectSettings USUAL = new ObjectSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 5, 15);
}
