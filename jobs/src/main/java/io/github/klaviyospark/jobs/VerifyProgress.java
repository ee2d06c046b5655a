package io.github.klaviyospark.jobs;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;

/** Shows what each look of a verification has found so far. */
final class VerifyProgress implements AutoCloseable {

    private final ProgressView view;

    VerifyProgress(ProgressView view) {
        this.view = view;
    }

    static VerifyProgress of(String objectType, PrintWriter out) {
        return new VerifyProgress(ProgressView.of(objectType, out));
    }

    /**
     * A look that was not the last one.
     *
     * @param pause when the next one is
     * @param left how long looking goes on at most
     */
    void looked(Verified found, Duration pause, Duration left) {
        String words = Table.count(found.failed()) + " failed, " + Table.count(found.unproven())
                + " unproven so far; next look" + " in " + Report.duration(pause.toMillis()) + ", gives up in "
                + Report.duration(left.toMillis());
        view.show(new Step(found.present(), OptionalLong.of(found.looked()), "objects present", words));
    }

    @Override
    public void close() {
        view.close();
    }
}
