/**
 * What a write leaves in files, so that it can be watched, continued and corrected: the settings of a run, receipts of
 * chunks, dead letters, figures of attempts that failed. Knows Hadoop's file systems and Spark's rows only as JSON; must
 * not know requests, options or tasks.
 */
package io.github.klaviyospark.spark.run;
