package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether an embedded Klaviyo takes the place of the account. */
final class EmbeddedOption {

    @Option(
            names = "--embedded",
            description =
                    "Do it with an embedded Klaviyo, which is started for this run in a process of its own. Needs no"
                            + " account; for Spark on this machine only.")
    private boolean embedded;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** What is done with the one or the other. */
    @FunctionalInterface
    interface Work {

        /**
         * Gives the exit code.
         *
         * @param connection options that lead to the embedded Klaviyo; none for the account
         */
        int run(Map<String, String> connection) throws IOException, InterruptedException;
    }

    /** What an embedded Klaviyo is asked for in the end. */
    @FunctionalInterface
    interface Words {
        String of(EmbeddedKlaviyo klaviyo) throws IOException, InterruptedException;
    }

    boolean isGiven() {
        return embedded;
    }

    /**
     * Does the work.
     *
     * @param words what the embedded Klaviyo says in the end
     */
    int run(Words words, Work work) throws IOException, InterruptedException {
        if (!embedded) {
            return work.run(Map.of());
        }

        PrintWriter out = spec.commandLine().getOut();
        try (EmbeddedKlaviyo klaviyo = EmbeddedKlaviyo.start()) {
            out.println("Embedded Klaviyo: " + klaviyo.endpoint());
            int exitCode;
            try {
                exitCode = work.run(klaviyo.connection());
            } catch (Exception e) {
                tell(words, klaviyo, e);
                throw e;
            }
            out.println(words.of(klaviyo));
            out.flush();
            return exitCode;
        }
    }

    /** What it has counted is of interest after a failure as well, and must not hide it. */
    private void tell(Words words, EmbeddedKlaviyo klaviyo, Exception failure) {
        try {
            PrintWriter out = spec.commandLine().getOut();
            out.println(words.of(klaviyo));
            out.flush();
        } catch (IOException | InterruptedException e) {
            failure.addSuppressed(e);
        }
    }
}
