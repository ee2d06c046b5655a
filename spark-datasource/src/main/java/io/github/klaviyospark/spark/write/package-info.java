/**
 * A DataFrame on its way out: the plan on the driver, the writers in the tasks, and the figures that come back. Reads top
 * to bottom: builder, write, batch write, factory, data writer, commit message, report. JSON, chunks and HTTP are other
 * rooms.
 */
package io.github.klaviyospark.spark.write;
