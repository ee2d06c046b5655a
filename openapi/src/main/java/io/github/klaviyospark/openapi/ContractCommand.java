package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the contract: the requests and answers of the operations this project uses. */
@Command(
        name = "contract",
        mixinStandardHelpOptions = true,
        description = "Writes the facts about requests and answers that the test run is checked against.")
final class ContractCommand implements Callable<Integer> {
    private static final String OPERATIONS = "contract-operations.txt";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--openapi",
            paramLabel = "FILE",
            required = true,
            split = ",",
            description = "Klaviyo's OpenAPI document, or several of one revision with commas between them.")
    private List<Path> openapi;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "The file to write.")
    private Path output;

    @Option(
            names = "--operation",
            paramLabel = "ID",
            description =
                    "An operationId of the document; may be repeated. Default: those that " + OPERATIONS + " lists.")
    private List<String> operations;

    @Override
    public Integer call() throws IOException {
        OpenApiDocument document = OpenApiDocument.read(openapi);
        List<String> ids = operations == null ? operations() : operations;
        ObjectNode contract = Contract.of(document, ids);
        Files.write(output, Json.text(contract));
        spec.commandLine()
                .getOut()
                .printf("Wrote %d operations of revision %s to %s.%n", ids.size(), document.revision(), output);
        return 0;
    }

    /** The names in the committed list, without its comments. */
    static List<String> operations() throws IOException {
        try (InputStream in = ContractCommand.class.getResourceAsStream(OPERATIONS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        }
    }
}
