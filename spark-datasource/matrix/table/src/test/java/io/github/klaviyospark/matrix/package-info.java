/**
 * What was seen on every supported Spark, and whether README says the same. Runs after the matrix and knows it by its
 * files only; no test of the connector belongs here.
 */
package io.github.klaviyospark.matrix;
