package io.github.klaviyospark.emulator.collections;

/**
 * Where a resource stands in an order; stays meaningful when the resource is changed or gone.
 *
 * @param key a {@link Long}, a {@link String}, or null
 */
public record Place(Object key, String id) {}
