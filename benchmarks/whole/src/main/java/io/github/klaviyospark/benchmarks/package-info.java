/**
 * The limit of whole runs: what an HTTP client reaches that has nothing else to do. Nothing of the connector may enter.
 */
package io.github.klaviyospark.benchmarks;
