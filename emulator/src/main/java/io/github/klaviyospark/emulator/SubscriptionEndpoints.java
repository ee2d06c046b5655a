package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Set;

/** Subscribes and unsubscribes profiles; all of a request or none, and at once. */
final class SubscriptionEndpoints {
    static final String SUBSCRIBE = "POST /api/profile-subscription-bulk-create-jobs";
    static final String UNSUBSCRIBE = "POST /api/profile-subscription-bulk-delete-jobs";
    static final int MOST_SUBSCRIBED = 1000;
    static final int MOST_UNSUBSCRIBED = 100;

    private static final String LIMITS = "75/1s,750/1m";

    private final Consents consents;
    private final Holdings holdings;
    private final Poison poison;
    private final TimeSource time;

    SubscriptionEndpoints(Consents consents, Holdings holdings, Poison poison, TimeSource time) {
        this.consents = consents;
        this.holdings = holdings;
        this.poison = poison;
        this.time = time;
    }

    List<Route> routes() {
        return List.of(
                Routes.route(SUBSCRIBE, LIMITS, Routes.BODY_BYTES, Set.of(), this::subscribe),
                Routes.route(UNSUBSCRIBE, LIMITS, Routes.BODY_BYTES, Set.of(), this::unsubscribe));
    }

    private Answer subscribe(Endpoint.Input input) throws Refusal {
        long now = Micros.of(time.wall());
        SubscriptionBody.Read request = new SubscriptionBody(true, holdings, now)
                .read(input, "profile-subscription-bulk-create-job", MOST_SUBSCRIBED);
        poison.check(input.call(), SUBSCRIBE, request.sent(), profile -> SubscriptionBody.POINTER + profile);
        consents.subscribe(request, now);
        return Answer.taken(request.wishes().size());
    }

    private Answer unsubscribe(Endpoint.Input input) throws Refusal {
        long now = Micros.of(time.wall());
        SubscriptionBody.Read request = new SubscriptionBody(false, holdings, now)
                .read(input, "profile-subscription-bulk-delete-job", MOST_UNSUBSCRIBED);
        poison.check(input.call(), UNSUBSCRIBE, request.sent(), profile -> SubscriptionBody.POINTER + profile);
        consents.unsubscribe(request, now);
        return Answer.taken(request.wishes().size());
    }
}
