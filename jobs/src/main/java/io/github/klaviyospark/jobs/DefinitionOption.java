package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** The file that defines Custom Objects. */
final class DefinitionOption {

    /** How many properties a type may have by the largest plan. */
    static final int MOST_PROPERTIES = 30;

    @Option(
            names = "--definition",
            required = true,
            paramLabel = "FILE",
            description = "The definition of the objects, in YAML or JSON; see docs/objects.md.")
    private Path file;

    @Option(
            names = "--max-properties",
            paramLabel = "N",
            defaultValue = "15",
            description =
                    "How many properties a type may have by the account's plan, 15 or 30. Default: ${DEFAULT-VALUE}.")
    private int maxProperties;

    Definition read() throws IOException {
        return read(file, maxProperties);
    }

    static Definition read(Path file, int maxProperties) throws IOException {
        try {
            return DefinitionFile.read(file, new DefinitionLimits(maxProperties));
        } catch (NoSuchFileException e) {
            throw new UsageException(
                    "There is no file '" + file + "' with a definition. Name one that is there with --definition.");
        }
    }

    /**
     * The object type of a title, or the only one.
     *
     * @param flag the flag that names it
     * @throws UsageException when there is none
     */
    static ObjectDefinition object(Definition definition, String title, String flag) {
        if (title == null && definition.objects().size() == 1) {
            return definition.objects().get(0);
        }
        return definition
                .object(title == null ? "" : title)
                .orElseThrow(() -> new UsageException((title == null
                                ? "Which object type is meant?"
                                : "The definition has no object type '" + title + "'.")
                        + " Name one with " + flag + ": "
                        + definition.objects().stream()
                                .map(ObjectDefinition::title)
                                .collect(Collectors.joining(", "))
                        + "."));
    }
}
