package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import picocli.CommandLine.Option;

/** Rows that were sent, and where. */
final class VerifyInput extends RowsInput {

    @Option(
            names = "--data-source",
            paramLabel = "TITLE",
            description =
                    "The data source that they went to; by default the only one of the definition, or else the name of"
                            + " the file without its ending, or of the table.")
    private String dataSource;

    String dataSource(Definition definition) {
        if (dataSource != null) {
            return dataSource;
        }
        if (definition.sources().size() == 1) {
            return definition.sources().iterator().next();
        }
        return name();
    }
}
