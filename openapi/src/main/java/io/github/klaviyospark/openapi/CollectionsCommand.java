package io.github.klaviyospark.openapi;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the descriptors: what the connector must know of each collection that can be read. */
@Command(
        name = "collections",
        mixinStandardHelpOptions = true,
        description = "Writes a descriptor of each collection that can be read.")
final class CollectionsCommand implements Callable<Integer> {
    private static final String COLLECTIONS = "collections.txt";

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--openapi",
            paramLabel = "FILE",
            required = true,
            split = ",",
            description = "Klaviyo's OpenAPI document, or several of one revision with commas between them.")
    private List<Path> openapi;

    @Option(names = "--output", paramLabel = "FOLDER", required = true, description = "Where the descriptors go.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        OpenApiDocument document = OpenApiDocument.read(openapi);
        for (Map.Entry<String, String> collection : collections().entrySet()) {
            String name = collection.getKey();
            CollectionFacts facts = new CollectionFacts(document, collection.getValue(), Known.of(name));
            Files.write(output.resolve(fileName(name)), Json.text(facts.of(name)));
        }
        spec.commandLine()
                .getOut()
                .printf("Wrote %d descriptors of revision %s.%n", collections().size(), document.revision());
        return 0;
    }

    /** The file of a collection: the path with dashes, without the place of a resource. */
    static String fileName(String name) {
        return name.replace("/{id}/", "-") + ".json";
    }

    /** The names in the committed list, each with the operation that lists it. */
    static Map<String, String> collections() throws IOException {
        Map<String, String> collections = new TreeMap<>();
        try (InputStream in = CollectionsCommand.class.getResourceAsStream(COLLECTIONS)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+", 2))
                    .forEach(pair -> collections.put(pair[0], pair[1]));
        }
        return collections;
    }
}
