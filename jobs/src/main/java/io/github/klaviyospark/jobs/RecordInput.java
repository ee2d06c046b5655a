package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Rows that become records, and the data source that they go to; given as often as there are inputs. */
class RecordInput extends RowsInput {

    @Option(
            names = "--data-source",
            paramLabel = "TITLE|ID",
            description =
                    "The data source it goes to; by default the name of the file without its ending, or of the table.")
    private String dataSource;

    @Option(
            names = "--id-field",
            paramLabel = "COLUMNS",
            description = "The columns that identify a record, separated by commas.")
    private String idField;

    @Option(
            names = "--order-field",
            paramLabel = "COLUMNS",
            description = "The columns that say which of two rows with the same id is later.")
    private String orderField;

    /** Takes the data source of a definition where none was named and there is but one. */
    final void useSourceOf(Definition definition) {
        if (dataSource == null && definition.sources().size() == 1) {
            dataSource = definition.sources().iterator().next();
        }
    }

    final String dataSource() {
        if (dataSource == null && !isNamed()) {
            throw new UsageException("What " + flag()
                    + " reads has no name that its data source could have. Name one with" + " --data-source after it.");
        }
        return dataSource == null ? name() : dataSource;
    }

    /** What a write must know of it. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("dataSource", dataSource());
        if (idField != null) {
            options.put("idField", idField);
        }
        if (orderField != null) {
            options.put("orderField", orderField);
        }
        return options;
    }
}
