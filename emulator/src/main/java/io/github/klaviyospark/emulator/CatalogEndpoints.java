package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.CatalogChange.Verb;
import io.github.klaviyospark.emulator.catalog.CatalogKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes jobs that change items, variants and categories of a catalog, and shows them. */
final class CatalogEndpoints {
    private static final String FEW = "75/1s,750/1m";
    private static final String MANY = "350/1s,3500/1m";

    private final Holdings holdings;
    private final JobEndpoints jobs;

    CatalogEndpoints(Holdings holdings, JobEndpoints jobs) {
        this.holdings = holdings;
        this.jobs = jobs;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        for (CatalogKind kind : CatalogKind.values()) {
            for (Verb verb : Verb.values()) {
                String name = verb.name().toLowerCase(Locale.ROOT);
                JobFamily family = JobFamily.named("POST /api/" + kind.type() + "-bulk-" + name + "-jobs");
                boolean many = verb == Verb.DELETE || kind == CatalogKind.CATEGORY;
                routes.addAll(jobs.routes(
                        new JobEndpoints.Offer(
                                family, FEW, many ? MANY : FEW, kind.members(), kind.type(), verb != Verb.DELETE),
                        document -> new CatalogWork(
                                holdings, kind, new CatalogBody(verb, kind).read(document, family.type()))));
            }
        }
        return routes;
    }
}
