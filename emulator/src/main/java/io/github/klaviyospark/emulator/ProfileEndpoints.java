package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.ProfileSort.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Lists profiles. */
final class ProfileEndpoints {
    private final ProfileStore store;
    private final TimeSource time;

    ProfileEndpoints(ProfileStore store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    Answer list(Endpoint.Input input) throws Refusal {
        Call call = input.call();
        ProfileRequest request = ProfileRequest.read(call, input.query(), time.wall());
        ProfileView view = store.view();
        Place from = request.cursor().map(Cursor::place).orElse(null);
        boolean forward = request.cursor().map(Cursor::forward).orElse(true);
        // One more than is shown tells whether another page follows.
        List<Profile> found = view.page(request.sort(), request.filter(), from, forward, request.size() + 1);
        boolean more = found.size() > request.size();
        List<Profile> shown = new ArrayList<>(more ? found.subList(0, request.size()) : found);
        if (!forward) {
            Collections.reverse(shown);
        }
        String self = call.origin() + call.target();
        String next = null;
        String previous = null;
        if (!shown.isEmpty()) {
            // On the side from which the reader came there was a page.
            next = more || !forward ? link(input, request, shown.get(shown.size() - 1), true) : null;
            boolean before = forward ? from != null : more;
            previous = before ? link(input, request, shown.get(0), false) : null;
        }
        Optional<Fault.Kind> fault = input.fault();
        if (fault.equals(Optional.of(Fault.Kind.REPEAT_CURSOR))) {
            next = self;
        }
        if (fault.equals(Optional.of(Fault.Kind.REPEAT_BORDER)) && !shown.isEmpty()) {
            Place first = request.sort().place(shown.get(0));
            shown.addAll(0, view.page(request.sort(), request.filter(), first, false, 1));
            if (shown.size() > request.size()) {
                // The page keeps its size, so that what no longer fits begins the next one.
                shown.remove(shown.size() - 1);
                next = link(input, request, shown.get(shown.size() - 1), true);
            }
        }
        return Answer.page(ProfilePage.write(request, call.origin(), shown, self, next, previous), shown.size());
    }

    private static String link(Endpoint.Input input, ProfileRequest request, Profile border, boolean forward) {
        String cursor = new Cursor(request.sort().place(border), forward).text(request.owner());
        return input.call().origin() + ProfilePage.PATH + input.query().with(ProfileRequest.CURSOR, cursor);
    }
}
