/**
 * Whether every call, access and type in the class files of the finished jars is there in the Spark at hand. It reads class files
 * only: nothing here loads Spark, the connector or the jobs, so that it can be run on the class path of any version.
 */
package io.github.klaviyospark.spark.links;
