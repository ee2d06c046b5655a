package io.github.klaviyospark.emulator;

import java.util.ArrayList;
import java.util.List;

/** All that the emulator remembers; a reset leaves it as it was at the start, with the same ids to come. */
final class EmulatorState {
    private final Ulids ids;
    private final DataSources sources;
    private final ProfileStore profiles;
    private final Loading loading;
    private final Ledger ledger;
    private final CustomObjects objects;
    private final SentEvents events;
    private final Tags tags;
    private final Campaigns campaigns;
    private final Activity activity = new Activity();
    private final FaultPlan faults;
    private final Jobs jobs;
    private final Writes writes = new Writes();
    private final Routes routes;
    private final Quotas quotas;

    EmulatorState(Settings settings) {
        this.ids = new Ulids(settings.seed);
        this.sources = new DataSources(ids);
        this.profiles = new ProfileStore(settings.seed, settings.profiles, settings.time);
        Holdings holdings = new Holdings(settings.seed, settings.events, profiles);
        this.ledger = new Ledger(settings.time);
        this.objects =
                new CustomObjects(settings.objects, settings.seed, ids, sources, profiles, ledger, settings.time);
        this.loading = new Loading(settings.seed, holdings, profiles, objects, settings.time);
        this.events =
                new SentEvents(settings.seed, settings.objects.visibilityLag(), holdings, profiles, settings.time);
        this.tags = new Tags(settings.seed, holdings);
        this.campaigns = new Campaigns(settings.seed, holdings, settings.time);
        this.faults = new FaultPlan(settings.seed);
        this.jobs = new Jobs(settings, faults);
        Poison poison = new Poison(faults);
        List<Route> written = new ArrayList<>(new EventEndpoints(events, poison, settings.time).routes());
        JobEndpoints jobEndpoints = new JobEndpoints(jobs, holdings, poison);
        written.addAll(new CatalogEndpoints(holdings, jobEndpoints).routes());
        written.addAll(new CouponEndpoints(holdings, jobEndpoints).routes());
        written.addAll(new TagEndpoints(tags, holdings, settings.time).routes());
        written.addAll(new CampaignEndpoints(campaigns, holdings).routes());
        written.addAll(new ImportJobs(jobs, holdings, profiles, poison, settings.time).routes());
        Consents consents = new Consents(profiles, holdings);
        written.addAll(new SubscriptionEndpoints(consents, holdings, poison, settings.time).routes());
        for (JobFamily family : List.of(JobFamily.SUPPRESS, JobFamily.UNSUPPRESS)) {
            written.addAll(new SuppressionEndpoints(family, jobs, holdings, profiles, poison).routes());
        }
        written.addAll(new PrivacyEndpoint(profiles, holdings, poison).routes());
        this.routes = new Routes(
                new RecordIngest(sources, ledger, objects::settle, faults),
                new DataSourceEndpoints(sources),
                new ProfileEndpoints(profiles, settings.time),
                CollectionEndpoint.routes(holdings, settings.time),
                new CustomObjectRoutes(objects, faults),
                written);
        this.quotas = new Quotas(settings.quotas, settings.time, routes.limits(settings.limits, settings.timeScale));
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

    Jobs jobs() {
        return jobs;
    }

    Writes writes() {
        return writes;
    }

    Routes routes() {
        return routes;
    }

    Quotas quotas() {
        return quotas;
    }

    /** Brings up to this moment what only takes effect after a while; whoever looks does this first. */
    void settle() {
        jobs.settle();
        events.settle();
    }

    void reset() {
        ids.restart();
        sources.clear();
        profiles.reset();
        events.reset();
        tags.reset();
        campaigns.reset();
        loading.reset();
        objects.clear();
        ledger.clear();
        activity.clear();
        faults.reset();
        jobs.reset();
        writes.clear();
        quotas.restart();
    }
}
