/**
 * A command line for spark-submit. It uses {@code format("klaviyo")} like anyone else does and knows nothing of how the
 * connector works; the embedded Klaviyo is a process that it starts and talks to, not code that it calls.
 */
package io.github.klaviyospark.jobs;
