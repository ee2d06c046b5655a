package io.github.klaviyospark.jobs;

import java.util.Map;
import picocli.CommandLine.Option;

/** Records that are sent, perhaps the rest of them. */
final class BackfillInput extends RecordInput {

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "The unfinished run of this input to continue; needs --run-path.")
    private String resume;

    boolean isResumed() {
        return resume != null;
    }

    @Override
    Map<String, String> options() {
        Map<String, String> options = super.options();
        if (isResumed()) {
            options.put("resume", resume);
        }
        return options;
    }
}
