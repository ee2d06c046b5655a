package io.github.klaviyospark.core.objects;

/**
 * A property of an object type, besides the built-in id.
 *
 * @param id its number, from 1, unique in the schema
 * @param name as objects show it
 * @param type what it holds
 * @param description for people; may be null
 */
public record Property(int id, String name, PropertyType type, String description) {}
