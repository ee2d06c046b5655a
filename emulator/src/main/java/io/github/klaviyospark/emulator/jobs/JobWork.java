package io.github.klaviyospark.emulator.jobs;

import java.util.List;
import java.util.Map;

/** What a job is to do, known when it is made and done when it completes. */
public interface JobWork {
    /** How many records there are. */
    int size();

    /**
     * Does it for some of the records, once.
     *
     * @param records their numbers, ascending, from 0
     * @param micros when, in microseconds since 1970
     * @return what became of each of them, in this order
     */
    List<Outcome> carryOut(List<Integer> records, long micros);

    /** Where a record stands in the body of the request that made the job, as a JSON pointer. */
    String pointer(int record);

    /** A record as it was sent, as JSON values; null where errors do not show it. */
    default Object payload(int record) {
        return null;
    }

    /** The ids of the resources that belong to the job, by relationship. They may be others once it is carried out. */
    default Map<String, List<String>> related() {
        return Map.of();
    }
}
