package io.github.klaviyospark.emulator.contract;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules for an answer. */
final class AnswerCheck {
    private static final String FIELDS = "fields[";

    private final Contract contract;
    private final Traffic traffic;
    private final List<Violation> found;

    AnswerCheck(Contract contract, Traffic traffic, List<Violation> found) {
        this.contract = contract;
        this.traffic = traffic;
        this.found = found;
    }

    void check(Optional<Operation> operation) {
        Optional<Response> response = contract.response(operation, traffic.status());
        if (response.isEmpty()) {
            report("is no status of this operation", Integer.toString(traffic.status()));
            return;
        }
        String contentType = traffic.contentType() == null ? "" : traffic.contentType();
        Schema schema = response.get().content().get(Response.mediaType(contentType));
        if (response.get().content().isEmpty()) {
            if (traffic.answer().length > 0 || !contentType.isEmpty()) {
                report("must have no body", "");
            }
        } else if (schema == null) {
            report("is not the media type of the API", "Content-Type");
        } else {
            new DocumentCheck(contract, Violation.Side.ANSWER, sparse(), found).check(schema, traffic.answer());
        }
    }

    /** Who asks for some fields of a resource gets no others, however much they are required. */
    private Set<String> sparse() {
        return RequestCheck.query(traffic.query()).keySet().stream()
                .filter(name -> name.startsWith(FIELDS) && name.endsWith("]"))
                .map(name -> name.substring(FIELDS.length(), name.length() - 1))
                .collect(Collectors.toSet());
    }

    private void report(String rule, String place) {
        found.add(new Violation(Violation.Side.ANSWER, rule, place));
    }
}
