/**
 * Options as values. A {@link io.github.klaviyospark.spark.options.Setting} is the one place that knows an option's
 * name, type, default, range and help; parsing, suggestions for unknown names and the documentation are made from it.
 * What an option is good for belongs to those who read it.
 */
package io.github.klaviyospark.spark.options;
