package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Set;

/** Takes events; all of a request or none. */
final class EventEndpoints {
    static final String BULK = "POST /api/event-bulk-create-jobs";

    private final SentEvents events;
    private final Poison poison;
    private final TimeSource time;

    EventEndpoints(SentEvents events, Poison poison, TimeSource time) {
        this.events = events;
        this.poison = poison;
        this.time = time;
    }

    List<Route> routes() {
        return List.of(Routes.route(BULK, "10/1s,150/1m", Routes.BODY_BYTES, Set.of(), this::bulk));
    }

    private Answer bulk(Endpoint.Input input) throws Refusal {
        EventBody body = new EventBody(time.wall());
        List<EventGroup> groups = body.read(input.document());
        poison.check(input.call(), BULK, body.records(), body.pointers()::get);
        events.accept(groups);
        return Answer.taken(body.records().size());
    }
}
