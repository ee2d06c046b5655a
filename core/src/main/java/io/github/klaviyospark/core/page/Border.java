package io.github.klaviyospark.core.page;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Remembers ids, so that a resource which stands on two pages is taken once. Pages are read by key and not by position:
 * where the key stays, nothing gets further than the next page, so one page is remembered and memory does not grow. Where
 * the key moves, all are, and whoever reads so wants no more than fits into memory.
 */
final class Border<R> {

    private final boolean remembersAll;
    private Set<Object> before = new HashSet<>();
    private long repeated;

    Border(boolean remembersAll) {
        this.remembersAll = remembersAll;
    }

    List<R> withoutRepeated(Page<R> page) {
        Set<Object> here = new HashSet<>(page.ids());
        boolean clean = here.size() == page.ids().size() && here.stream().noneMatch(before::contains);
        List<R> resources = clean ? page.resources() : fresh(page);
        repeated += page.resources().size() - resources.size();
        if (remembersAll) {
            before.addAll(here);
        } else {
            before = here;
        }
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
