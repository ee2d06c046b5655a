package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of an order, and where its neighbours begin.
 *
 * @param next null when nothing follows
 * @param previous null when nothing comes before
 * @param again whether {@code links.next} is to lead to this very page
 */
record PageWindow<T>(List<T> shown, Cursor next, Cursor previous, boolean again) {
    /** What lies next to a place. */
    interface Walk<T> {
        List<T> from(Place from, boolean forward, int most);
    }

    static <T> PageWindow<T> of(
            Walk<T> walk, Function<T, Place> place, Optional<Cursor> cursor, int size, Optional<Fault.Kind> fault) {
        Place from = cursor.map(Cursor::place).orElse(null);
        boolean forward = cursor.map(Cursor::forward).orElse(true);
        // One more than is shown tells whether another page follows.
        List<T> found = walk.from(from, forward, size + 1);
        boolean more = found.size() > size;
        List<T> shown = new ArrayList<>(more ? found.subList(0, size) : found);
        if (!forward) {
            Collections.reverse(shown);
        }
        Cursor next = null;
        Cursor previous = null;
        if (!shown.isEmpty()) {
            // On the side from which the reader came there was a page.
            next = more || !forward ? new Cursor(place.apply(shown.get(shown.size() - 1)), true) : null;
            boolean before = forward ? from != null : more;
            previous = before ? new Cursor(place.apply(shown.get(0)), false) : null;
        }
        if (fault.equals(Optional.of(Fault.Kind.REPEAT_BORDER)) && !shown.isEmpty()) {
            shown.addAll(0, walk.from(place.apply(shown.get(0)), false, 1));
            if (shown.size() > size) {
                // The page keeps its size, so that what no longer fits begins the next one.
                shown.remove(shown.size() - 1);
                next = new Cursor(place.apply(shown.get(shown.size() - 1)), true);
            }
        }
        return new PageWindow<>(shown, next, previous, fault.equals(Optional.of(Fault.Kind.REPEAT_CURSOR)));
    }

    /** The target of {@code links.next}; null when it leads nowhere. */
    String nextLink(Endpoint.Input input, String owner) {
        Call call = input.call();
        return again ? call.origin() + call.target() : link(input, owner, next);
    }

    String previousLink(Endpoint.Input input, String owner) {
        return link(input, owner, previous);
    }

    private static String link(Endpoint.Input input, String owner, Cursor cursor) {
        Call call = input.call();
        return cursor == null
                ? null
                : call.origin() + call.path() + input.query().with(ProfileRequest.CURSOR, cursor.text(owner));
    }
}
