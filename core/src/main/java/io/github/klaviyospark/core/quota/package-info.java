/**
 * How many requests may leave, and when. Knows windows, permits and pauses; must not know HTTP, endpoints' bodies or
 * Spark. Whoever wants to send reserves first and does its own waiting.
 */
package io.github.klaviyospark.core.quota;
