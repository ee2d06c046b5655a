/**
 * Archives of requests: files with bodies of requests that were sent to Klaviyo once, which become the rows that they were
 * made from, ready to be written again in the form of today. What a request means is the target's business; here are files,
 * documents and columns. Nothing is sent.
 */
package io.github.klaviyospark.spark.archive;
