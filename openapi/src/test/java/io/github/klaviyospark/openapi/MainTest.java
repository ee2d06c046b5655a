package io.github.klaviyospark.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class MainTest {
    @TempDir
    private Path directory;

    private Path library;
    private Path output;

    @BeforeEach
    void copyTheLibrary() throws IOException {
        library = directory.resolve("library.json");
        output = directory.resolve("contract.json");
        Files.writeString(library, resource("library.json"));
    }

    @Test
    void theContractHoldsTheFactsAboutTheOperationsInAFixedOrder() throws Exception {
        String said = contract(0, library, "put_shelf", "get_shelf", "delete_shelf");

        assertThat(said).isEqualToIgnoringNewLines("Wrote 3 operations of revision 2031-04-01 to " + output + ".");
        assertThat(Files.readString(output)).isEqualTo(resource("library-contract.json"));
    }

    @Test
    void severalDocumentsAreOne() throws Exception {
        Path shelves = directory.resolve("shelves.json");
        JsonNode whole = Json.MAPPER.readTree(library.toFile());
        ObjectNode part = whole.deepCopy();
        ObjectNode rest = whole.deepCopy();
        for (JsonNode path : part.path("paths")) {
            ((ObjectNode) path).remove("put");
        }
        for (JsonNode path : rest.path("paths")) {
            ((ObjectNode) path).remove(List.of("get", "delete"));
        }
        Files.writeString(library, part.toString());
        Files.writeString(shelves, rest.toString().replace("Prose", "Other words"));

        contract(0, library + "," + shelves, "put_shelf", "get_shelf", "delete_shelf");

        assertThat(Files.readString(output)).isEqualTo(resource("library-contract.json"));
        contract(1, library.toString(), "put_shelf");
        contract(1, shelves.toString(), "get_shelf");
    }

    @Test
    void documentsThatDisagreeAreAnError() throws Exception {
        Path other = directory.resolve("other.json");
        String text = Files.readString(library);
        Files.writeString(other, text.replace("\"room\": {\"type\": \"string\"", "\"room\": {\"type\": \"integer\""));
        assertThat(contract(1, library + "," + other, "get_shelf"))
                .contains("is another in " + other + " than in a document before it. Take all of one day.");
        Files.writeString(other, text.replace("2031-04-01", "2031-07-01"));
        assertThat(contract(1, library + "," + other, "get_shelf"))
                .contains(other + " is of revision 2031-07-01, and the document before it of revision 2031-04-01."
                        + " Take all of one revision.");
        assertThat(output).doesNotExist();
    }

    @Test
    void proseIsLeftOut() throws Exception {
        contract(0, library, "put_shelf", "get_shelf", "delete_shelf");

        assertThat(Files.readString(output)).doesNotContain("Prose", "North", "x-speed", "Unused");
    }

    @Test
    void anUnknownOperationIsAnError() {
        assertThat(contract(1, library, "burn_shelf")).contains("The document has no operation 'burn_shelf'.");
        assertThat(output).doesNotExist();
    }

    @Test
    void aKeywordThatNobodyUnderstandsIsAnError() throws Exception {
        replace("\"room\": {\"type\": \"string\",", "\"room\": {\"type\": \"string\", \"pattern\": \"N.*\",");

        assertThat(contract(1, library, "get_shelf"))
                .contains("A schema says 'pattern', which nothing here understands yet:"
                        + " teach it to Facts, and to what reads its files.");
    }

    @Test
    void wholeNumbersAndBooleansMayBeListedAsTextsAre() throws Exception {
        replace("\"room\": {\"type\": \"string\",", "\"room\": {\"type\": \"integer\", \"enum\": [2, 1, true],");
        contract(0, library, "get_shelf");

        assertThat(Files.readString(output).replaceAll("\\s", "")).contains("\"enum\":[1,2,true]");
    }

    @Test
    void nothingElseMayBeListed() throws Exception {
        replace("\"room\": {\"type\": \"string\",", "\"room\": {\"type\": \"number\", \"enum\": [1.5],");

        assertThat(contract(1, library, "get_shelf"))
                .contains("Only texts, whole numbers and booleans can be listed, not 1.5.");
    }

    @Test
    void partsThatDisagreeAreAnError() throws Exception {
        replace(
                "\"extra\": {\"properties\": {\"signed\"",
                "\"title\": {\"type\": \"integer\"}, \"extra\": {\"properties\": {\"signed\"");

        assertThat(contract(1, library, "get_shelf"))
                .contains("An allOf joins schemas that disagree on 'type': \"integer\" and \"string\".");
    }

    @Test
    void aListThatRepeatsItsNameIsAnError() throws Exception {
        replace("\"explode\": false,", "");

        assertThat(contract(1, library, "get_shelf"))
                .contains("The parameter 'fields' of get_shelf repeats its name for each value");
    }

    @Test
    void aReferenceMustLeadSomewhere() throws Exception {
        replace("\"#/components/schemas/Kind\"}, \"extra\"", "\"#/components/schemas/Sort\"}, \"extra\"");

        assertThat(contract(1, library, "get_shelf"))
                .contains("The reference '#/components/schemas/Sort' leads nowhere.");
    }

    @Test
    void somethingElseThanAnOpenApiDocumentIsAnError() throws Exception {
        Files.writeString(library, "{\"swagger\": \"2.0\"}");
        assertThat(contract(1, library, "get_shelf")).contains(library + " is not an OpenAPI 3.0 document.");
        Files.writeString(library, "shelves");
        assertThat(contract(1, library, "get_shelf")).contains(library + " is not JSON: ");
        assertThat(contract(1, directory.resolve("none"), "get_shelf")).contains("cannot be read.");
    }

    private String contract(int exitCode, Path document, String... operations) {
        return contract(exitCode, document.toString(), operations);
    }

    private String contract(int exitCode, String documents, String... operations) {
        List<String> arguments =
                new ArrayList<>(List.of("contract", "--openapi", documents, "--output", output.toString()));
        for (String operation : operations) {
            arguments.add("--operation");
            arguments.add(operation);
        }
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(text)).setErr(new PrintWriter(text));

        assertThat(line.execute(arguments.toArray(String[]::new)))
                .as(text::toString)
                .isEqualTo(exitCode);
        return text.toString();
    }

    private void replace(String part, String by) throws IOException {
        String text = Files.readString(library);
        assertThat(text).containsOnlyOnce(part);
        Files.writeString(library, text.replace(part, by));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = MainTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
