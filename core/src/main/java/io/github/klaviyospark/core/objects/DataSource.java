package io.github.klaviyospark.core.objects;

/**
 * A data source: a named, schema-free bag of raw records that object types are mapped from.
 *
 * @param id its id, a ULID
 * @param title its title, unique in the account
 */
public record DataSource(String id, String title) {}
