/**
 * What the SQL catalog shows: collections, object types as tables, and tables about the account. Must not know how pages
 * are read or chunks are sent; it hands that to the rooms that do.
 */
package io.github.klaviyospark.spark.catalog;
