/**
 * Spark's rows as JSON. Knows Spark's types and nothing of Klaviyo, options or requests. A row becomes bytes in one pass,
 * without a tree and without strings of its own.
 */
package io.github.klaviyospark.spark.rows;
