package io.github.klaviyospark.emulator;

/** What one operation does once a request has passed every check that all operations share. */
interface Endpoint {
    Answer answer(Input input) throws Refusal;

    /**
     * A request with its parts read.
     *
     * @param id the variable segment of the path, decoded; empty when the path has none
     * @param document the parsed body, see {@link JsonBody}; null when the operation takes none
     */
    record Input(Call call, String id, Query query, Object document) {}
}
