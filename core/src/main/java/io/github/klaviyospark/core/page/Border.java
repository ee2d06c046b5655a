package io.github.klaviyospark.core.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers the ids of one page, so that a resource which stands on both sides of a border is taken once. Pages are read
 * by key and not by position, so nothing can move further than that while the key stays; memory does not grow.
 */
final class Border<R> {

    private Set<Object> before = Set.of();
    private long repeated;

    List<R> withoutRepeated(Page<R> page) {
        Set<Object> here = new HashSet<>(page.ids());
        boolean clean = here.size() == page.ids().size() && here.stream().noneMatch(before::contains);
        List<R> resources = clean ? page.resources() : fresh(page);
        repeated += page.resources().size() - resources.size();
        before = here;
        return resources;
    }

    private List<R> fresh(Page<R> page) {
        Set<Object> seen = new HashSet<>(before);
        List<R> fresh = new ArrayList<>();
        for (int i = 0; i < page.resources().size(); i++) {
            if (seen.add(page.ids().get(i))) {
                fresh.add(page.resources().get(i));
            }
        }
        return fresh;
    }

    long repeated() {
        return repeated;
    }
}
