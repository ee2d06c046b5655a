/**
 * What queries leave behind when they end: hearing of the end, and files of figures on any file system that Hadoop knows.
 * Knows neither what the figures are nor requests or options.
 */
package io.github.klaviyospark.spark.report;
