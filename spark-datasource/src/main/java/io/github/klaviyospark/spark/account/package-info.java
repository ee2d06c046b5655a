/**
 * The account that a query talks to: how it is reached, from the driver and from executors, and where its key comes from.
 * The one place of the connector that asks Hadoop and Spark's start-up configuration for anything secret.
 */
package io.github.klaviyospark.spark.account;
