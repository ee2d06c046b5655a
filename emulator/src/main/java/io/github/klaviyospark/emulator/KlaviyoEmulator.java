package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.SeededEvents;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Klaviyo on 127.0.0.1 for tests, with real HTTP, limits and failures.
 *
 * <p>Implemented are data sources and the ingestion of their records, object types, their schemas and source mappings,
 * the objects that records become and the log of those that did not, the lists of all collections that the connector
 * reads, and what is written besides records: imports of profiles, consent, suppressions and deletions, events, tags,
 * catalogs and coupon codes, at revision 2026-07-15 of Klaviyo's OpenAPI document.
 *
 * <p>Operations are named by method and path, with {@code {id}} for a variable segment, such as {@code GET
 * /api/data-sources/{id}}. All methods may be called from any thread. Its threads are daemons, so a forgotten emulator
 * does not keep a JVM alive.
 */
public final class KlaviyoEmulator implements AutoCloseable {
    private final EmulatorState state;
    private final Inspection inspection;
    private final Listener listener;

    private KlaviyoEmulator(Settings settings) {
        state = new EmulatorState(settings);
        inspection = new Inspection(settings.contractLog, state.routes());
        listener = new Listener(new ApiHandler(
                new Pipeline(state, new Access(settings.apiKey), settings.latency, settings.time),
                new Control(state, inspection),
                inspection));
        try {
            listener.start(settings.port);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Begins an emulator whose quotas are on; see {@link Builder}. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts one on a free port that takes any key and has its quotas off. */
    public static KlaviyoEmulator start() {
        return builder().quotas(false).start();
    }

    /** Scheme, address and port, such as {@code http://127.0.0.1:40123}; no slash at the end. */
    public String endpoint() {
        return listener.endpoint();
    }

    /**
     * Creates a data source without a request.
     *
     * @param title from 1 to 255 characters that no other data source has
     * @return its id, a ULID
     * @throws IllegalArgumentException when the title is taken or not allowed
     */
    public String createDataSource(String title) {
        if (!DataSources.isTitle(title)) {
            throw new IllegalArgumentException("The title of a data source has from 1 to "
                    + DataSources.TITLE_CHARACTERS + " characters that are not all blank.");
        }
        return state.sources()
                .create(title, "")
                .orElseThrow(() -> new IllegalArgumentException("There is already a data source '" + title + "'."))
                .id();
    }

    /**
     * What an operation has seen since the start or the last reset.
     *
     * @param operation such as {@code POST /api/data-source-record-bulk-create-jobs}; {@code other} for requests to
     *     paths and methods that do not exist
     * @return a snapshot; all zeros for an operation that was never called
     */
    public RequestStats stats(String operation) {
        return state.activity().stats(operation);
    }

    /** All requests since the start or the last reset, whatever their answer; control requests do not count. */
    public long requests() {
        return state.activity().requests();
    }

    /**
     * The JSON text of each record a data source has accepted, exactly as sent, in order of arrival; empty for an
     * unknown id. The records of one request stand next to each other. They stay when the data source is deleted.
     */
    public List<String> records(String dataSourceId) {
        return state.ledger().entries(dataSourceId).stream()
                .map(entry -> new String(entry.json(), StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * Adds profiles, all of them or none. Each is a line of JSON such as
     *
     * <pre>{@code
     * {"id":"01GDDKASAP8TKDDA2GRZDSVP4H","attributes":{"email":"ada@example.net","created":"2026-07-01T09:30:00.25Z"},
     *  "push-tokens":[{"id":"t1","attributes":{"token":"x"}}],"conversations":[{"attributes":{"channel":"sms"}}],
     *  "_kx":"abc"}
     * }</pre>
     *
     * <p>(without the line breaks). {@code attributes} may hold everything that Klaviyo shows of a profile, {@code
     * subscriptions} and {@code predictive_analytics} as well; what is missing is null, ids and the times of creation and
     * update are made. A profile with the id of another takes its place.
     *
     * @param ndjsonLines blank ones are passed over
     * @return the ids, in the order of the lines
     * @throws IllegalArgumentException when a line is not a profile; the message tells its number and why
     */
    public List<String> addProfiles(List<String> ndjsonLines) {
        state.settle();
        return state.profiles().add(ndjsonLines);
    }

    /**
     * All profiles as they are held, seeded and added ones, by ascending id: one line of JSON each, in the form that
     * {@link #addProfiles} reads, with times to the microsecond. The stream shows the moment of this call and makes
     * seeded profiles as it goes.
     */
    public Stream<String> profiles() {
        state.settle();
        return state.profiles().view().all().map(ProfileJson::line);
    }

    /**
     * Adds resources to a collection, all of them or none. Each is a line of JSON such as
     *
     * <pre>{@code
     * {"id":"4sDShKQjrdT","attributes":{"datetime":"2026-07-01T09:30:00.25Z","event_properties":{"sku":"X"}},
     *  "relationships":{"profile":"01GDDKASAP8TKDDA2GRZDSVP4H","metric":"WwY7Gb"}}
     * }</pre>
     *
     * <p>(without the line breaks). {@code attributes} may hold everything that Klaviyo shows, {@code relationships} an
     * id or a list of ids each; those that follow from other resources, such as the actions of a flow, are passed over.
     * What is missing is null, or the time of this call, false or 0 where that cannot be. A resource with the id of
     * another takes its place. Members of lists and segments are lines such as {@code
     * {"id":"01GDDKASAP8TKDDA2GRZDSVP4H","joined_group_at":"2026-07-01T09:30:00Z"}}, whose profile must be there.
     *
     * @param collection the path of the API without {@code /api/}, such as {@code events} or {@code lists/Y6nRLr/profiles}
     * @param ndjsonLines blank ones are passed over
     * @return the ids, in the order of the lines
     * @throws IllegalArgumentException when there is no such collection or a line does not belong there; the message
     *     tells its number and why
     */
    public List<String> addResources(String collection, List<String> ndjsonLines) {
        state.settle();
        return state.loading().add(collection, ndjsonLines);
    }

    /**
     * All resources of a collection as they are held, seeded and added ones: one line of JSON each, in the form that
     * {@link #addResources} reads, with times to the microsecond and all relationships that are known. The stream shows
     * the moment of this call.
     *
     * @throws IllegalArgumentException when there is no such collection
     */
    public Stream<String> resources(String collection) {
        state.settle();
        return state.loading().lines(collection);
    }

    /**
     * The objects of a type by its current schema, whether readers see them yet or not, in the order in which they first
     * appeared; a line of JSON each:
     *
     * <pre>{@code
     * {"id":"L1","properties":{"sku":"X"},"links":{"buyer":[{"email":"ada@example.net"}]},"record":1}
     * }</pre>
     *
     * <p>{@code record} is the number of the record that last changed the object among those of its data source, from
     * one. Empty for an unknown type and before the first activation.
     */
    public Stream<String> objects(String objectTypeId) {
        return state.objects().latest(objectTypeId).orElse(Stream.empty()).map(ObjectLine::of);
    }

    /**
     * The jobs that requests have made and that can be asked for afterwards, in the order in which they were made: one
     * line of JSON each, with {@code id}, {@code family} (the type of the job), all attributes that Klaviyo's jobs have,
     * {@code expired} and, in {@code related}, the ids of what belongs to it.
     */
    public Stream<String> jobs() {
        return state.jobs().lines();
    }

    /**
     * The writes of an operation that were accepted, in order of arrival: one line of JSON each, with {@code seq} among
     * all writes, {@code request}, {@code operation}, {@code path} and {@code body} as it was sent. Records of data
     * sources are not among them; see {@link #records}.
     *
     * @param operation such as {@code POST /api/profile-bulk-import-jobs}
     */
    public Stream<String> writes(String operation) {
        return state.writes().lines(operation);
    }

    /** The last 10,000 requests, oldest first; control requests are not among them. */
    public List<Exchange> exchanges() {
        return state.activity().exchanges();
    }

    /** Adds a fault behind those already there. */
    public void fault(Fault fault) {
        state.faults().add(fault);
    }

    /**
     * How often this very fault has fired since the start or the last reset. It keeps its number when it is taken away,
     * and the numbers of the times it was added are summed up.
     *
     * @return 0 for a fault that was not added
     */
    public long fired(Fault fault) {
        return state.faults().fired(fault);
    }

    /** How often faults have fired since the start or the last reset, all of them together; delays count as well. */
    public long fired() {
        return state.faults().firedInAll();
    }

    /** Takes all faults away. */
    public void clearFaults() {
        state.faults().clear();
    }

    /**
     * Forgets data sources, records, object types, objects, added profiles and other resources, jobs, writes, statistics, faults and used quota. The settings and what was
     * seeded stay, and the seed begins anew, so the same ids come again.
     */
    public void reset() {
        state.reset();
    }

    /** Stops listening and ends open connections. */
    @Override
    public void close() {
        listener.stop();
        inspection.close();
    }

    /** The settings of an emulator; quotas are on unless turned off. */
    public static final class Builder {
        private final Settings settings = new Settings();

        private Builder() {}

        /** The port on 127.0.0.1, up to 65535; 0, the default, takes a free one. */
        public Builder port(int port) {
            settings.port = Settings.within("A port is a number", port, 0, 65_535);
            return this;
        }

        /** The only key that is accepted; without it, any key is. */
        public Builder apiKey(String apiKey) {
            settings.apiKey(apiKey);
            return this;
        }

        /** Whether the rate limits hold. When off, answers carry no RateLimit headers, as nothing is limited. */
        public Builder quotas(boolean on) {
            settings.quotas = on;
            return this;
        }

        /** How many times shorter than Klaviyo's the quota windows are; above 0, default 1. Headers say so. */
        public Builder timeScale(double timeScale) {
            settings.timeScale(timeScale);
            return this;
        }

        /** How long every request of the API waits before anything else happens to it; default zero. */
        public Builder latency(Duration latency) {
            settings.latency = Settings.notNegative("latency", latency);
            return this;
        }

        /** What ids, profiles and the dice of faults are made from; default 0. Equal seeds give equal ones. */
        public Builder seed(long seed) {
            settings.seed = seed;
            return this;
        }

        /**
         * How many profiles there are from the start, up to 10,000,000; default none. They are a function of the seed and
         * of this number, created in the five years before 2026-06-30, and take next to no memory.
         */
        public Builder profiles(int profiles) {
            settings.profiles = Settings.within("The number of profiles is", profiles, 0, SeededProfiles.MOST);
            return this;
        }

        /**
         * How many events there are from the start, up to 10,000,000; default none. They are a function of the seed, of
         * this number and of that of the profiles, in the two years before 2026-06-30, and take no memory.
         */
        public Builder events(int events) {
            settings.events = Settings.within("The number of events is", events, 0, SeededEvents.MOST);
            return this;
        }

        /** How long after a record or an event arrives what it brings can be read; default one second. */
        public Builder visibilityLag(Duration lag) {
            settings.visibilityLag(lag);
            return this;
        }

        /** How long a schema is publishing before it is active; default one second. */
        public Builder publishingTime(Duration time) {
            settings.publishingTime(time);
            return this;
        }

        /** How many object types the account may have; default 5, and 0 is an account without entitlement. */
        public Builder objectTypes(int most) {
            settings.objectTypes(most);
            return this;
        }

        /** How many properties a schema may have; at least one, default 15. */
        public Builder objectProperties(int most) {
            settings.objectProperties(most);
            return this;
        }

        /**
         * How long a job takes that can be asked for afterwards; it is done when that time has passed and not before.
         * Default zero: it is complete when it is first asked for, and only the answer that makes it says otherwise.
         */
        public Builder jobLag(Duration lag) {
            settings.jobLag = Settings.notNegative("job lag", lag);
            return this;
        }

        /**
         * How many jobs of one operation may be open; one more is refused with 429. Default 500 for catalogs,
         * 100 for coupon codes, and any number for the others. Jobs that change catalogs are counted together.
         *
         * @param operation such as {@code POST /api/profile-bulk-import-jobs}
         */
        public Builder openJobs(String operation, int most) {
            settings.openJobs(operation, most);
            return this;
        }

        /**
         * Changes the limits of one operation.
         *
         * @param operation such as {@code POST /api/data-sources}; {@link #start()} refuses unknown ones. {@code GET
         *     /api/profiles?predictive_analytics} is the dearer quota that reads with {@code
         *     additional-fields[profile]=predictive_analytics} take from as well.
         * @param text requests per burst window and per steady window, such as {@code 3/1s,60/60s}; the time scale
         *     applies to them as well
         */
        public Builder limits(String operation, String text) {
            settings.limits.put(operation, Limits.parse(text));
            return this;
        }

        /** Instead of what the process was started with. */
        Builder contractLog(Optional<Path> folder) {
            settings.contractLog = folder;
            return this;
        }

        Builder time(TimeSource time) {
            settings.time = time;
            return this;
        }

        /**
         * Starts it; it can be called when this returns.
         *
         * @throws java.io.UncheckedIOException when the port cannot be had
         */
        public KlaviyoEmulator start() {
            return new KlaviyoEmulator(settings);
        }
    }
}
