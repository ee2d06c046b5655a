package io.github.klaviyospark.emulator;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts a request through every check in one fixed order, because the order shows: a wrong key takes no quota and learns
 * no limits, a wrong body takes quota all the same.
 */
final class Pipeline {
    private final EmulatorState state;
    private final Access access;
    private final Duration latency;
    private final TimeSource time;

    Pipeline(EmulatorState state, Access access, Duration latency, TimeSource time) {
        this.state = state;
        this.access = access;
        this.latency = latency;
        this.time = time;
    }

    Reply handle(Call call) throws IOException, InterruptedException {
        long arrival = time.nanos();
        Optional<Route> route = state.routes().find(call.method(), call.path());
        String operation = route.map(Route::operation).orElse(Activity.OTHER);
        Reply reply = reply(call, route, operation);
        if (reply.fault() != Fault.Kind.RESET_BEFORE) {
            call.body().discard();
        }
        state.activity()
                .add(
                        operation,
                        new Exchange(
                                call.method(),
                                call.target(),
                                withoutSecrets(call.headers()),
                                reply.answer() == null ? 0 : reply.answer().status(),
                                call.body().received(),
                                reply.answer() == null ? 0 : reply.answer().records(),
                                arrival,
                                Optional.ofNullable(reply.fault())));
        return reply;
    }

    private Reply reply(Call call, Optional<Route> route, String operation) throws IOException, InterruptedException {
        if (!latency.isZero()) {
            time.pause(latency);
        }
        try {
            call.checkLength();
            access.check(call);
        } catch (Refusal refusal) {
            return new Reply(refusal.answer(call.id()), null);
        }
        for (Fault fault : state.faults().draw(call.method() + " " + call.path(), operation)) {
            switch (fault.kind()) {
                case DELAY -> time.pause(fault.delay());
                case STATUS -> {
                    Map<String, String> headers = fault.retryAfter() < 0
                            ? Map.of()
                            : Map.of("Retry-After", Integer.toString(fault.retryAfter()));
                    return new Reply(Refusal.ofStatus(fault.status(), headers).answer(call.id()), fault.kind());
                }
                case HTML -> {
                    return new Reply(Answer.html(fault.status()), fault.kind());
                }
                case RESET_BEFORE -> {
                    return new Reply(null, fault.kind());
                }
                case RESET_AFTER, TRUNCATE, REPEAT_CURSOR, REPEAT_BORDER -> {
                    return new Reply(
                            served(call, route, Optional.of(fault.kind())).answer(), fault.kind());
                }
                case CUT -> {
                    return new Reply(
                            served(call, route, Optional.empty()).answer().cut(), fault.kind());
                }
                // They wait for the records to be read and are drawn with them.
                case POISON,
                        JOB_CANCELLED,
                        JOB_NEVER_ENDS,
                        JOB_EXPIRED,
                        JOB_FAILS,
                        JOB_UNNAMED_ERRORS,
                        JOB_PAYLOAD_ERRORS ->
                    throw new IllegalStateException("A fault was drawn before the records were read: " + fault);
            }
        }
        return served(call, route, Optional.empty());
    }

    /** The honest answer, unless a fault was met on the way. */
    private Reply served(Call call, Optional<Route> route, Optional<Fault.Kind> fault) throws IOException {
        Map<String, String> quota = Map.of();
        Answer answer;
        Fault.Kind met = null;
        try {
            Route found = route.orElseThrow(() -> state.routes().missing(call.method(), call.path()));
            quota = state.quotas().admit(found.quotas(call));
            state.settle();
            answer = checked(call, found, fault);
        } catch (Refusal refusal) {
            answer = refusal.answer(call.id());
            met = refusal.fault().orElse(null);
        }
        return new Reply(answer.with(quota).with(Map.of(Answer.REQUEST_ID, call.id())), met);
    }

    private Answer checked(Call call, Route route, Optional<Fault.Kind> fault) throws Refusal, IOException {
        MediaTypes.checkAccept(call);
        Object document = null;
        RawJson body = null;
        if (route.bodyCap() > 0) {
            MediaTypes.checkContent(call);
            byte[] bytes = call.body().read(route.bodyCap());
            body = RawJson.of(bytes);
            document = JsonBody.parse(bytes);
        }
        Query query = Query.parse(call.query(), route.parameters());
        Answer answer =
                route.endpoint().answer(new Endpoint.Input(call, route.id(call.path()), query, body, document, fault));
        if (answer.accepted()) {
            state.writes().add(route.operation(), call, body);
        }
        return answer;
    }

    private static Map<String, List<String>> withoutSecrets(Map<String, List<String>> headers) {
        Map<String, List<String>> shown = new TreeMap<>();
        headers.forEach((name, values) -> shown.put(name, List.copyOf(values)));
        shown.replace("authorization", List.of("present"));
        return Collections.unmodifiableMap(shown);
    }

    /**
     * What the client is to get.
     *
     * @param answer null when the request was not processed and gets none
     * @param fault how the answer is to be spoiled or was made; null for an honest one
     */
    record Reply(Answer answer, Fault.Kind fault) {}
}
