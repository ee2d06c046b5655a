package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Goes along the path of an id, through every element of its arrays. */
final class Walk {

    /** Is told of each place that an id may be at, in the order of the record. */
    interface Visitor {

        /** There is something, perhaps null. */
        void id(JsonNode id);

        /** There is no id where one should be. */
        void missing(JsonNode insteadOfIt);
    }

    private final List<Segment> toArrays;
    private final Segment toId;

    Walk(MappingPath id) {
        List<Segment> segments = id.segments().stream().map(Segment::new).toList();
        this.toArrays = segments.subList(0, segments.size() - 1);
        this.toId = segments.get(segments.size() - 1);
    }

    /** How many arrays it goes through. */
    int depth() {
        return toArrays.size();
    }

    /**
     * Goes along.
     *
     * @param under the record, and behind it room for the element that the walk is in of each array
     */
    void run(JsonNode[] under, Visitor visitor) {
        run(under, 0, visitor);
    }

    private void run(JsonNode[] under, int depth, Visitor visitor) {
        if (depth == toArrays.size()) {
            end(under[depth], visitor);
            return;
        }

        Segment segment = toArrays.get(depth);
        JsonNode array = segment.read(under[depth]);
        if (array == null) {
            JsonNode obstacle = segment.obstacle(under[depth]);
            if (obstacle != null && !obstacle.isMissingNode()) {
                visitor.missing(obstacle);
            }
        } else if (array.isArray()) {
            for (JsonNode element : array) {
                under[depth + 1] = element;
                run(under, depth + 1, visitor);
            }
        } else if (!array.isNull() || segment.isEmpty()) {
            // Null is no array that is missing when it is itself the element of one.
            visitor.missing(array);
        }
    }

    private void end(JsonNode from, Visitor visitor) {
        JsonNode id = toId.read(from);
        if (id != null) {
            visitor.id(id);
            return;
        }
        JsonNode obstacle = toId.obstacle(from);
        if (obstacle != null) {
            visitor.missing(obstacle);
        }
    }
}
