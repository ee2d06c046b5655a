package io.github.klaviyospark.spark.archive;

import org.apache.spark.sql.connector.read.InputPartition;

/** One task's work: a file, by its whole name. */
record ArchivedFile(String name) implements InputPartition {}
