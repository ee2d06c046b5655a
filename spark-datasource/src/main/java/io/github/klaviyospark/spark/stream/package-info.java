/**
 * What changed since the last time: reads of a range of time, and the stream that strings such ranges together without a
 * gap and without an overlap. Which rows lie in a range is decided here, by the second that Klaviyo shows; how they are
 * asked for is the business of the room for reading.
 */
package io.github.klaviyospark.spark.stream;
