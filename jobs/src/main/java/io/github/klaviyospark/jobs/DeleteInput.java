package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Rows with the ids of what is to be deleted. */
final class DeleteInput extends RowsInput {

    @Option(names = "--id-field", required = true, paramLabel = "COLUMN", description = "The column with the ids.")
    private String idField;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "The unfinished run to continue; needs --run-path and the same rows.")
    private String resume;

    boolean isResumed() {
        return resume != null;
    }

    /** What a write must know of it. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("operation", "delete");
        options.put("idField", idField);
        if (isResumed()) {
            options.put("resume", resume);
        }
        return options;
    }
}
