/**
 * {@code format("klaviyo")}: what Spark finds by name. Each class carries the name of the Spark interface that it
 * implements. The work is done in the rooms below; nothing here sends a request.
 */
package io.github.klaviyospark.spark;
