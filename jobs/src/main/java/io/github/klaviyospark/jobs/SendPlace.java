package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.target.Change;
import io.github.klaviyospark.core.target.Confirmation;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.TargetColumn;
import io.github.klaviyospark.core.target.Targets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where rows are sent to, and what is said about them on the way. */
final class SendPlace {

    private static final String RECORDS = "data-source-records";

    @Option(
            names = "--to",
            paramLabel = "NAME",
            description = "The resource: profiles, events, …, see --list; or data-source-records with --data-source.")
    private String path;

    @Option(
            names = "--operation",
            paramLabel = "NAME",
            description = "What to do with it: create, update or delete. Default: create.")
    private Change operation = Change.CREATE;

    @Option(
            names = "--data-source",
            paramLabel = "TITLE|ID",
            description = "The data source that data-source-records go to.")
    private String dataSource;

    @Option(
            names = "--id-field",
            paramLabel = "COLUMNS",
            description =
                    "The columns that tell rows apart, separated by commas; by default those that do for the resource.")
    private String idField;

    @Option(
            names = "--order-field",
            paramLabel = "COLUMNS",
            description = "The columns that say which of two rows with the same id is later.")
    private String orderField;

    @Option(
            names = "--duplicates",
            paramLabel = "keep|last",
            description = "Whether all rows of one id are sent, or the last one.")
    private String duplicates;

    @Option(
            names = "--other-columns",
            paramLabel = "refuse|properties",
            description = "Whether columns that the resource does not have are refused, or become properties.")
    private String otherColumns;

    @Option(
            names = "--confirm",
            paramLabel = "WORD",
            description =
                    "Confirms what cannot be undone, or reaches further than it looks. Without it such rows are only"
                            + " counted, and the word is named.")
    private String confirm;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * Looks whether there is such a place.
     *
     * @throws ParameterException when there is none
     */
    void check(boolean isArchive) {
        if (path == null) {
            throw refused("Name a resource with --to. --list shows all; data-source-records need --data-source.");
        }
        if (path.equals(RECORDS)) {
            checkRecords(isArchive);
        } else if (TargetList.changes(path).isEmpty()) {
            throw refused("'" + path + "' is no resource that rows can be sent to. There are " + TargetList.names()
                    + ", " + RECORDS + ".");
        } else if (target().isEmpty()) {
            throw refused("--operation " + operation.label() + " is none of '" + path + "', which has "
                    + TargetList.changes(path) + ".");
        } else if (dataSource != null) {
            throw refused("--data-source is for --to data-source-records. Leave it out.");
        }
    }

    private void checkRecords(boolean isArchive) {
        if (dataSource == null) {
            throw refused("Name the data source that the records go to with --data-source.");
        }
        if (isArchive) {
            throw refused("Records of data sources are not read from archives. Give them as --input.");
        }
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private Optional<Target> target() {
        return Targets.find(path, operation);
    }

    String path() {
        return path;
    }

    String operation() {
        return operation.label();
    }

    /** The operation that requests are made by, as the embedded Klaviyo counts them. */
    String requests() {
        return target().map(Target::operation)
                .orElse(Operation.BULK_CREATE_DATA_SOURCE_RECORDS)
                .label();
    }

    /** What is known when the last request is answered. */
    String lastWords() {
        return target().flatMap(Target::job).isPresent()
                ? "The jobs that the requests made were followed to their end."
                : "Accepted is what Klaviyo says at once; it processes rows later.";
    }

    /** What must be confirmed before rows with some columns are sent, whether it is or not. */
    Optional<Confirmation> confirmation(String... columns) {
        if (target().isEmpty()) {
            return Optional.empty();
        }
        Set<String> given = target().orElseThrow().columns().stream()
                .map(TargetColumn::name)
                .filter(name -> Arrays.stream(columns).anyMatch(name::equalsIgnoreCase))
                .collect(Collectors.toSet());
        return target().orElseThrow().confirmation(given);
    }

    /** Whether the user said the word. */
    boolean isConfirmed(Confirmation needed) {
        return needed.word().equals(confirm);
    }

    /** What a write must know of it. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("operation", operation.label());
        put(options, "dataSource", dataSource);
        put(options, "idField", idField);
        put(options, "orderField", orderField);
        put(options, "duplicates", duplicates);
        put(options, "otherColumns", otherColumns);
        put(options, "confirm", confirm);
        return options;
    }

    private static void put(Map<String, String> options, String name, String value) {
        if (value != null) {
            options.put(name, value);
        }
    }
}
