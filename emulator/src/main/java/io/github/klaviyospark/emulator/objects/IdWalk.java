package io.github.klaviyospark.emulator.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Follows the way to the ids of a record, through every element of the arrays on it. */
final class IdWalk {
    private final List<RecordPath.Step> steps;
    private final Visitor visitor;
    private final List<Integer> places = new ArrayList<>();

    private IdWalk(RecordPath path, Visitor visitor) {
        this.steps = path.steps();
        this.visitor = visitor;
    }

    /** Is told of everything that is met, in its order. */
    interface Visitor {
        /** An id; the places are those of the array elements on the way to it and change after the call. */
        void id(String id, List<Integer> places);

        /** No id, because of the value that was found in its place or on the way. */
        void skip(Skip why, Object found);
    }

    static void follow(RecordPath path, Object record, Visitor visitor) {
        new IdWalk(path, visitor).step(record, 0);
    }

    private void step(Object value, int at) {
        if (at == steps.size()) {
            end(value);
        } else if (steps.get(at).isEach()) {
            each(value, at);
        } else if (value instanceof Map<?, ?> members) {
            Object member = members.get(steps.get(at).key());
            // What is missing on the way is not in this record; only the last step is the id itself.
            if (member != null || at + 1 == steps.size()) {
                step(member, at + 1);
            }
        } else {
            visitor.skip(Skip.MISSING_ID, value);
        }
    }

    private void each(Object value, int at) {
        if (!(value instanceof List<?> items)) {
            visitor.skip(Skip.MISSING_ID, value);
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            places.add(i);
            step(items.get(i), at + 1);
            places.remove(places.size() - 1);
        }
    }

    private void end(Object value) {
        if (value == null || value.equals("")) {
            visitor.skip(Skip.MISSING_ID, value);
            return;
        }
        String id = text(value);
        if (id == null) {
            visitor.skip(Skip.INVALID_ID, value);
        } else {
            visitor.id(id, places);
        }
    }

    /** A scalar as the text that names an object; null for what cannot name one. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Boolean truth) {
            return truth.toString();
        }
        return value instanceof PlainNumber number ? number.plain().orElse(null) : null;
    }
}
