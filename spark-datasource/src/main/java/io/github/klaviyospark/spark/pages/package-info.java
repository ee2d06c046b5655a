/**
 * Klaviyo's pages as Spark's rows: the schema of a collection, and the one streaming pass from the bytes of a page to the
 * rows of the columns that were asked for. Knows collections as descriptors only; asks for no page itself.
 */
package io.github.klaviyospark.spark.pages;
