/**
 * One quota for all processes of an application: the driver keeps it and executors ask for each request, over the
 * connections that Spark holds open between them anyway. Whatever goes wrong with that leaves each task with a fixed part of
 * the quota. Knows Spark's RPC, which is not public, and is the only room that does; must not know what is sent or read.
 */
package io.github.klaviyospark.spark.quota;
