package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.target.Shaped;
import java.util.HashMap;
import java.util.Map;

/** What no two records of a request may have in common, for the request that is being filled. */
final class RequestKeys {

    private final Map<String, String> identities = new HashMap<>();
    private Shaped held;
    private int ended;

    /** Whether the request has this very record already, so that it need not be sent again. */
    boolean isSame(Shaped shaped) {
        return isTaken(shaped) && identities.get(shaped.key()).equals(shaped.identity());
    }

    /** Whether the record needs another request, because of one that is in this one. */
    boolean isTaken(Shaped shaped) {
        return shaped.key() != null && identities.containsKey(shaped.key());
    }

    /** A record is begun, and may be dropped yet. */
    void hold(Shaped shaped) {
        held = shaped;
    }

    void drop() {
        held = null;
    }

    void ended() {
        ended++;
        take();
    }

    private void take() {
        if (held != null && held.key() != null) {
            identities.put(held.key(), held.identity());
        }
    }

    /** A request is complete with so many records; one more was begun when it is full by bytes. */
    void completed(int records) {
        identities.clear();
        ended -= records;
        if (ended > 0) {
            take();
        }
    }
}
