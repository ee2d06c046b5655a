package io.github.klaviyospark.core.bulk;

import java.io.IOException;

/** Hears of jobs as they are made. */
@FunctionalInterface
public interface JobListener {

    /** For whoever does not need to know. */
    JobListener NONE = (chunk, job) -> {};

    /**
     * A chunk was accepted as a whole.
     *
     * @param job the id of its job; null where it makes none
     */
    void opened(Chunk chunk, String job) throws IOException;

    /** Of a chunk that could not be delivered it is certain that Klaviyo took nothing. */
    default void untaken(Chunk chunk) throws IOException {}
}
