/**
 * Figures for Spark's UI. Spark makes these classes by reflection, so they are public and have no parameters. They say
 * what a figure is called and how it is added up; counting is done where the work is.
 */
package io.github.klaviyospark.spark.metrics;
