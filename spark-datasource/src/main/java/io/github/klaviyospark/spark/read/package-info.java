/**
 * A query on its way to Klaviyo: what Spark wants becomes a plan of requests, and pages become its rows. Reads top to
 * bottom: builder, plan, scan, partition, reader. What a page looks like and how a filter is spelled are other rooms.
 */
package io.github.klaviyospark.spark.read;
