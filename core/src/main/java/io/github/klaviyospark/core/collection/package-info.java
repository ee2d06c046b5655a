/**
 * Collections that can be read, as data: one descriptor each, made from Klaviyo's OpenAPI document and kept as a
 * resource. A new collection or a new revision is a new descriptor. Nothing here reads a page, plans a query or knows
 * one collection from another.
 */
package io.github.klaviyospark.core.collection;
