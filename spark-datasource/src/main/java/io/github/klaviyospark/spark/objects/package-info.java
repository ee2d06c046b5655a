/**
 * What can be done with rows before they are written: to see which objects they will be, and to pack many into one record.
 * DataFrames in, DataFrames out, and no request. The only room that may touch {@code Dataset}, {@code Row} and
 * {@code Column}; it calls nothing of them whose descriptor differs between versions of Spark, and no session.
 */
package io.github.klaviyospark.spark.objects;
