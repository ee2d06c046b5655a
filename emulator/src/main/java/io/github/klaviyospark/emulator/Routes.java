package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Tables;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations this emulator knows; paths, parameters and limits as in Klaviyo's OpenAPI document of 2026-07-15. */
final class Routes {
    static final String BULK_INGEST = "POST /api/data-source-record-bulk-create-jobs";
    static final String SINGLE_INGEST = "POST /api/data-source-record-create-jobs";

    static final String PROFILES = "GET " + ProfilePage.PATH;
    /** Not an operation but the quota that all reads of predictive analytics share. */
    static final String PREDICTIVE = PROFILES + "?" + ProfileFields.PREDICTIVE_ANALYTICS;

    static final String BULK_DELETE = "POST /api/object-record-bulk-delete-jobs";

    private static final String IMPORT_JOBS = JobFamily.PROFILE_IMPORT.path();
    private static final String FIELDS = "fields[data-source]";
    private static final String DATA_SOURCES = "/api/data-sources";
    private static final String DATA_SOURCE = "/api/data-sources/{id}";
    private static final String DATA_SOURCE_LIMITS = "3/1s,60/1m";
    private static final String PREDICTIVE_LIMITS = "10/1s,150/1m";

    /** Klaviyo says 4 MB and 5 MB without saying which megabyte; the decimal one is the stricter. */
    private static final int BULK_BYTES = 4_000_000;

    static final int BODY_BYTES = 5_000_000;

    /** The operations that list something page by page, by cursors that name a place. */
    private static final Set<String> PAGED = Stream.concat(
                    Stream.of(PROFILES),
                    Tables.all().values().stream()
                            .filter(table -> table.limits() != null && table.size() > 0)
                            .map(CollectionEndpoint::operation))
            .collect(Collectors.toUnmodifiableSet());

    /** The operations whose records a fault can refuse. */
    private static final Set<String> POISONABLE = Set.of(
            BULK_INGEST,
            SINGLE_INGEST,
            BULK_DELETE,
            EventEndpoints.BULK,
            SubscriptionEndpoints.SUBSCRIBE,
            SubscriptionEndpoints.UNSUBSCRIBE,
            PrivacyEndpoint.OPERATION);

    private final List<Route> routes;

    Routes(
            RecordIngest ingest,
            DataSourceEndpoints sources,
            ProfileEndpoints profiles,
            List<Route> collections,
            CustomObjectRoutes objects,
            List<Route> written) {
        List<Route> all = new ArrayList<>(List.of(
                route(BULK_INGEST, "3/1s,15/1m", BULK_BYTES, Set.of(), ingest::bulk),
                route(SINGLE_INGEST, "75/1s,750/1m", BODY_BYTES, Set.of(), ingest::single),
                route(
                        "GET " + DATA_SOURCES,
                        DATA_SOURCE_LIMITS,
                        0,
                        Set.of(FIELDS, "page[cursor]", "page[size]"),
                        sources::list),
                route("POST " + DATA_SOURCES, DATA_SOURCE_LIMITS, BODY_BYTES, Set.of(FIELDS), sources::create),
                route("GET " + DATA_SOURCE, DATA_SOURCE_LIMITS, 0, Set.of(FIELDS), sources::read),
                route("DELETE " + DATA_SOURCE, DATA_SOURCE_LIMITS, 0, Set.of(), sources::delete),
                route(PROFILES, "75/1s,750/1m", 0, ProfileRequest.PARAMETERS, profiles::list)));
        all.addAll(collections);
        all.addAll(objects.all());
        all.addAll(written);
        routes = List.copyOf(all);
    }

    /** Whether the pages of an operation can be made to repeat something. */
    static boolean isPaged(String operation) {
        return PAGED.contains(operation);
    }

    /** Whether an operation can refuse a request for the sake of one of its records. */
    static boolean isPoisonable(String operation) {
        return POISONABLE.contains(operation) || JobFamily.of(operation).isPresent();
    }

    /** All that are served, by method and template. */
    List<String> operations() {
        return routes.stream().map(Route::operation).toList();
    }

    Optional<Route> find(String method, String asked) {
        // Who asks for the job without an id gets the list of all, with 200, and takes it for a job that knows nothing.
        String path = asked.equals(IMPORT_JOBS + "/") ? IMPORT_JOBS : asked;
        return routes.stream()
                .filter(route -> route.method().equals(method) && route.serves(path))
                .findFirst();
    }

    /** Why {@link #find} found nothing. */
    Refusal missing(String method, String path) {
        String allow = routes.stream()
                .filter(route -> route.serves(path))
                .map(Route::method)
                .collect(Collectors.joining(", "));
        return allow.isEmpty()
                ? Refusal.notFound("The path " + path + " could not be found.")
                : Refusal.methodNotAllowed(method, allow);
    }

    /** The limits of every operation, those of {@code changed} in place of the usual ones. */
    Map<String, Limits> limits(Map<String, Limits> changed, double timeScale) {
        Map<String, Limits> all = new LinkedHashMap<>();
        routes.forEach(route -> all.put(route.operation(), Limits.parse(route.limits())));
        all.put(PREDICTIVE, Limits.parse(PREDICTIVE_LIMITS));
        changed.forEach((operation, limits) -> {
            if (all.replace(operation, limits) == null) {
                throw new IllegalArgumentException("'" + operation + "' is not an operation of this emulator; it has: "
                        + String.join(", ", all.keySet()) + ".");
            }
        });
        all.replaceAll((operation, limits) -> limits.scaled(timeScale));
        return all;
    }

    static Route route(String operation, String limits, int bodyCap, Set<String> parameters, Endpoint endpoint) {
        int space = operation.indexOf(' ');
        return new Route(
                operation.substring(0, space), operation.substring(space + 1), limits, bodyCap, parameters, endpoint);
    }
}
