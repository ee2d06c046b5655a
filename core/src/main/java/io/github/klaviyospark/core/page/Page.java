package io.github.klaviyospark.core.page;

import java.util.List;

/**
 * A page that was read.
 *
 * @param resources what it holds
 * @param ids the id of each resource, in the same order
 * @param next {@code links.next}, or null on the last page
 * @param <R> what became of a resource
 */
public record Page<R>(List<R> resources, List<?> ids, String next) {

    /** A page; the lists are not copied. */
    public Page {
        if (resources.size() != ids.size()) {
            throw new IllegalArgumentException(
                    "A page of " + resources.size() + " resources has " + ids.size() + " ids.");
        }
    }

    @Override
    public String toString() {
        return "Page(" + resources.size() + (next == null ? ", the last)" : ")");
    }
}
