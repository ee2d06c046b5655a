package io.github.klaviyospark.emulator;

import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends events in bulk, and reads all that there are. */
final class EventClient {
    static final String PATH = "/api/event-bulk-create-jobs";
    static final String GROUPS = "/data/attributes/events-bulk-create/data/";

    final CollectionReader events;

    private final ApiClient client;

    EventClient(ApiClient client) {
        this.client = client;
        events = new CollectionReader(client, "events");
    }

    /** With fifty profiles and ten events, in which events show two seconds after they arrive. */
    static Account account() {
        return new Account(with -> with.profiles(50).events(10).visibilityLag(Duration.ofSeconds(2)));
    }

    HttpResponse<String> send(String... groups) throws Exception {
        return client.post(
                PATH,
                "{\"data\":{\"type\":\"event-bulk-create-job\",\"attributes\":{\"events-bulk-create\":{\"data\":["
                        + String.join(",", groups) + "]}}}}");
    }

    static String group(String attributes, String... events) {
        return "{\"type\":\"event-bulk-create\",\"attributes\":{\"profile\":{\"data\":{\"type\":\"profile\",\"attributes\":{"
                + attributes + "}}},\"events\":{\"data\":[" + String.join(",", events) + "]}}}";
    }

    static String event(String members, String properties) {
        return "{\"type\":\"event\",\"attributes\":{" + members + (members.isEmpty() ? "" : ",") + "\"properties\":"
                + properties
                + ",\"metric\":{\"data\":{\"type\":\"metric\",\"attributes\":{\"name\":\"Brewed Tea\"}}}}}";
    }
}
