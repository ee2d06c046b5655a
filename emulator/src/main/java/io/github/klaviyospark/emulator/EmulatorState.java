package io.github.klaviyospark.emulator;

import java.util.Map;

/** All that the emulator remembers; a reset leaves it as it was at the start, with the same ids to come. */
final class EmulatorState {
    private final Ulids ids;
    private final DataSources sources;
    private final ProfileStore profiles;
    private final Loading loading;
    private final Ledger ledger;
    private final CustomObjects objects;
    private final Activity activity = new Activity();
    private final FaultPlan faults;
    private final Routes routes;
    private final Quotas quotas;

    EmulatorState(
            long seed,
            int profiles,
            int events,
            boolean quotas,
            double timeScale,
            Map<String, Limits> limits,
            ObjectSettings objects,
            TimeSource time) {
        this.ids = new Ulids(seed);
        this.sources = new DataSources(ids);
        this.profiles = new ProfileStore(seed, profiles, time);
        Holdings holdings = new Holdings(seed, events, this.profiles);
        this.loading = new Loading(seed, holdings, this.profiles, time);
        this.ledger = new Ledger(time);
        this.objects = new CustomObjects(objects, seed, ids, sources, this.profiles, ledger, time);
        this.faults = new FaultPlan(seed);
        this.routes = new Routes(
                new RecordIngest(sources, ledger, this.objects::settle, faults),
                new DataSourceEndpoints(sources),
                new ProfileEndpoints(this.profiles, time),
                CollectionEndpoint.routes(holdings, time),
                new CustomObjectRoutes(this.objects, faults));
        this.quotas = new Quotas(quotas, time, routes.limits(limits, timeScale));
    }

    DataSources sources() {
        return sources;
    }

    ProfileStore profiles() {
        return profiles;
    }

    Loading loading() {
        return loading;
    }

    Ledger ledger() {
        return ledger;
    }

    CustomObjects objects() {
        return objects;
    }

    Activity activity() {
        return activity;
    }

    FaultPlan faults() {
        return faults;
    }

    Routes routes() {
        return routes;
    }

    Quotas quotas() {
        return quotas;
    }

    void reset() {
        ids.restart();
        sources.clear();
        profiles.reset();
        loading.reset();
        objects.clear();
        ledger.clear();
        activity.clear();
        faults.reset();
        quotas.restart();
    }
}
