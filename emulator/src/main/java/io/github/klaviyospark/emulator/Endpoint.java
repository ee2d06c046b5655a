package io.github.klaviyospark.emulator;

import java.util.Optional;

/** What one operation does once a request has passed every check that all operations share. */
interface Endpoint {
    Answer answer(Input input) throws Refusal;

    /**
     * A request with its parts read.
     *
     * @param id the variable segment of the path, decoded; empty when the path has none
     * @param body as it was sent; null when the operation takes none
     * @param document the parsed body, see {@link JsonBody}; null when the operation takes none
     * @param fault what the endpoint itself is to do wrong, of the kinds that only an endpoint can
     */
    record Input(Call call, String id, Query query, RawJson body, Object document, Optional<Fault.Kind> fault) {}
}
