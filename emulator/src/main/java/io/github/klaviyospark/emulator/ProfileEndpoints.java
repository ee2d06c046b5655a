package io.github.klaviyospark.emulator;

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
        PageWindow<Profile> page = PageWindow.of(
                (from, forward, most) -> view.page(request.sort(), request.filter(), from, forward, most),
                request.sort()::place,
                request.cursor(),
                request.size(),
                input.fault());
        return Answer.page(
                ProfilePage.write(
                        request,
                        call.origin(),
                        page.shown(),
                        call.origin() + call.target(),
                        page.nextLink(input, request.owner()),
                        page.previousLink(input, request.owner())),
                page.shown().size());
    }
}
