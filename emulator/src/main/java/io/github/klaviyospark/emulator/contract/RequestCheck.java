package io.github.klaviyospark.emulator.contract;

import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rules for a request. */
final class RequestCheck {
    private final Contract contract;
    private final Operation operation;
    private final Traffic traffic;
    private final List<Violation> found;

    RequestCheck(Contract contract, Operation operation, Traffic traffic, List<Violation> found) {
        this.contract = contract;
        this.operation = operation;
        this.traffic = traffic;
        this.found = found;
    }

    /** @param strict whether it must say what it accepts: the connector always does, and HTTP does not ask for it */
    void check(boolean strict) {
        Map<String, List<String>> query = query(traffic.query());
        for (Operation.Parameter parameter : operation.parameters()) {
            if (parameter.header()) {
                String name = parameter.name().toLowerCase(Locale.ROOT);
                parameter(parameter, traffic.headers().getOrDefault(name, List.of()));
            } else {
                parameter(parameter, query.getOrDefault(parameter.name(), List.of()));
                query.remove(parameter.name());
            }
        }
        query.keySet().forEach(name -> report("is unknown", contract.shown(name)));
        if (strict && !traffic.header("accept").equals("application/vnd.api+json")) {
            report("is not the media type of the API", "Accept");
        }
        if (traffic.body() != null) {
            body(traffic.body());
        }
    }

    private void parameter(Operation.Parameter parameter, List<String> values) {
        if (values.isEmpty() && parameter.required()) {
            report("is missing", parameter.name());
        }
        if (values.size() > 1) {
            report("is given more than once", parameter.name());
        }
        for (String value : values) {
            if (parameter.separator().isEmpty()) {
                scalar(parameter.name(), parameter.schema(), value);
            } else {
                for (String item : value.split(parameter.separator(), -1)) {
                    scalar(parameter.name(), parameter.schema().items(), item);
                }
            }
        }
    }

    private void scalar(String name, Schema schema, String value) {
        if (!schema.values().isEmpty() && !schema.values().contains(value)) {
            report("is none of the values allowed", name);
        }
        if (schema.type().equals("integer")) {
            if (!value.matches("-?\\d{1,18}")) {
                report("is no integer", name);
                return;
            }
            BigDecimal number = new BigDecimal(value);
            if ((schema.minimum() != null && number.compareTo(schema.minimum()) < 0)
                    || (schema.maximum() != null && number.compareTo(schema.maximum()) > 0)) {
                report("is out of range", name);
            }
        }
    }

    private void body(byte[] body) {
        if (body.length == 0) {
            if (operation.bodyRequired()) {
                report("is missing", "");
            }
            return;
        }
        Schema schema = operation.body().get(Response.mediaType(traffic.header("content-type")));
        if (operation.body().isEmpty()) {
            report("must have no body", "");
        } else if (schema == null) {
            report("is not the media type of the API", "Content-Type");
        } else {
            new DocumentCheck(contract, Violation.Side.REQUEST, Set.of(), found).check(schema, body);
        }
    }

    private void report(String rule, String place) {
        found.add(new Violation(Violation.Side.REQUEST, rule, place));
    }

    /** Values by name. What is not well encoded stands for itself, and no rule allows it. */
    static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new TreeMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
                query.computeIfAbsent(name, key -> new ArrayList<>())
                        .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
