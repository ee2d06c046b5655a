/**
 * How records become objects: paths, coercion of values, identifiers of profiles, and what is skipped and why. It says
 * what Klaviyo will make of a record, before the record is sent. Must not know Spark or HTTP, nor where a mapping was
 * written down and how a record is delivered: it takes paths and bytes, and gives values. No value of a record gets into
 * a message.
 */
package io.github.klaviyospark.core.mapping;
