package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where a backfill keeps its runs, and whether it sets rows aside. */
final class RunOptions {

    @Option(
            names = "--run-path",
            paramLabel = "FOLDER",
            description =
                    "Where runs are kept, on any Hadoop file system: what was accepted, so that a job that breaks off"
                            + " can be continued with --resume, and the report. On one machine a temporary folder is used when this"
                            + " is left out; it is kept when it is of use.")
    private String runPath;

    @Option(
            names = "--dead-letters",
            paramLabel = "FOLDER",
            description = "Put rows that cannot be sent, or that Klaviyo refuses, there with the reason, and go on. The"
                    + " job then ends with 3. Without it the first such row fails the job.")
    private String deadLetters;

    /** The folder of all runs, or null when none was named. */
    String runPath() {
        return runPath;
    }

    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (deadLetters != null) {
            options.put("onInvalid", "deadLetter");
            options.put("deadLetterPath", deadLetters);
        }
        return options;
    }
}
