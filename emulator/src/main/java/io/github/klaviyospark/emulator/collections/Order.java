package io.github.klaviyospark.emulator.collections;

import java.util.function.Function;

/**
 * An order of resources: by one key, nulls last in either direction, and where keys are equal by id. Descending turns all
 * of it round, ids included, but for the nulls.
 *
 * @param name as the parameter {@code sort} names it
 * @param key a {@link Long}, a {@link String}, or null
 */
public record Order(String name, boolean descending, Function<Resource, Object> key) {
    public Place place(Resource resource) {
        return new Place(key.apply(resource), resource.id());
    }

    public int compare(Place one, Place other) {
        if (one.key() == null || other.key() == null) {
            int order = Boolean.compare(one.key() == null, other.key() == null);
            return order != 0 ? order : direction(one.id().compareTo(other.id()));
        }
        int order = one.key() instanceof Long number
                ? Long.compare(number, (Long) other.key())
                : ((String) one.key()).compareTo((String) other.key());
        return direction(order != 0 ? order : one.id().compareTo(other.id()));
    }

    private int direction(int order) {
        return descending ? -order : order;
    }
}
