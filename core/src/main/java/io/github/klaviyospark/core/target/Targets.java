package io.github.klaviyospark.core.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All targets there are. */
public final class Targets {

    private static final List<Target> ALL = inOrder();

    private Targets() {}

    private static List<Target> inOrder() {
        List<Target> all = new ArrayList<>(List.of(
                new Profiles(),
                new Subscriptions(Now.system()),
                new Unsubscriptions(),
                Suppressions.making(),
                Suppressions.lifting(),
                new DataPrivacyDeletions(),
                new Events(Now.system())));
        all.addAll(CatalogJobs.all());
        all.add(new CouponCodes());
        all.add(new Campaigns());
        all.addAll(TagResources.all());
        all.addAll(Taggings.all());
        return List.copyOf(all);
    }

    /** All targets, in the order of the documentation. */
    public static List<Target> all() {
        return ALL;
    }

    /** The target of a name, if it knows that change. */
    public static Optional<Target> find(String name, Change change) {
        return ALL.stream()
                .filter(target -> target.name().equals(name) && target.change() == change)
                .findFirst();
    }
}
