package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The part of a path between one {@code [*]} and the next, compiled. It leads to at most one value. The elements of
 * arrays are gone through by {@link Walk}: JsonPath's own {@code [*]} would also go through the members of an object,
 * and would not tell an array that is missing from one that is something else.
 */
final class Segment {

    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new JsonNodes())
            .mappingProvider(new JacksonMappingProvider())
            .options(Option.SUPPRESS_EXCEPTIONS)
            .build();

    private final List<Step> steps;

    /** For each step the path up to it and with it. */
    private final List<JsonPath> prefixes;

    private final JsonPath whole;

    Segment(List<Step> steps) {
        this.steps = steps;
        this.prefixes = IntStream.rangeClosed(1, steps.size())
                .mapToObj(end -> JsonPath.compile("$" + MappingPath.text(steps.subList(0, end))))
                .toList();
        this.whole = steps.isEmpty() ? null : prefixes.get(steps.size() - 1);
    }

    boolean isEmpty() {
        return steps.isEmpty();
    }

    /** The value that it leads to, the node of null included, or null when there is none. */
    JsonNode read(JsonNode from) {
        return whole == null ? from : whole.read(from, CONFIGURATION);
    }

    /**
     * Why {@link #read} found nothing.
     *
     * @return the value of a wrong kind that is in the way; the missing node when only the last step is absent; null when
     *     something before it is absent or null
     */
    JsonNode obstacle(JsonNode from) {
        for (int i = 0; i < steps.size(); i++) {
            JsonNode container = i == 0 ? from : prefixes.get(i - 1).read(from, CONFIGURATION);
            if (i > 0 && (container == null || container.isNull())) {
                return null;
            }
            boolean fits = steps.get(i).kind() == Step.Kind.KEY ? container.isObject() : container.isArray();
            if (!fits) {
                return container;
            }
        }
        return MissingNode.getInstance();
    }
}
