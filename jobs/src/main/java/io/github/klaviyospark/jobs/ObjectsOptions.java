package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.definition.Definition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a backfill knows of the objects that its records become. */
final class ObjectsOptions {

    @Option(
            names = "--definition",
            paramLabel = "FILE",
            description =
                    "The definition of the objects that the records become, in YAML or JSON. Its data source is the"
                            + " default of --data-source. With --embedded it is provisioned first.")
    private Path file;

    @Option(
            names = "--max-properties",
            paramLabel = "N",
            defaultValue = "15",
            description =
                    "How many properties a type may have by the account's plan, 15 or 30. Default: ${DEFAULT-VALUE}.")
    private int maxProperties;

    @Option(
            names = "--verify",
            description = "When all is sent, read the objects back and look for failures in the ingestion log; needs"
                    + " --definition.")
    private boolean verify;

    @Mixin
    private VerifyOptions how;

    Optional<Definition> definition() throws IOException {
        if (verify && file == null) {
            throw new UsageException("--verify needs --definition, which says what the records become.");
        }
        return file == null ? Optional.empty() : Optional.of(DefinitionOption.read(file, maxProperties));
    }

    boolean verifies() {
        return verify;
    }

    VerifyOptions how() {
        return how;
    }
}
