package io.github.klaviyospark.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract in the repository: made by the command for the operations that are listed, and not by hand. */
final class CommittedContractTest {
    /** A name, a type, a path or a value, but nothing that could be a sentence. */
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:,/#${}\\[\\]+-]*");

    /** A value that is listed, such as a state, may be of a few of them. */
    private static final Pattern LISTED = Pattern.compile(WORD.pattern() + "( " + WORD.pattern() + "){0,3}");

    private byte[] text;
    private JsonNode contract;

    @BeforeEach
    void read() throws Exception {
        text = Files.readAllBytes(Path.of(System.getProperty("contract")));
        contract = Json.MAPPER.readTree(text);
    }

    @Test
    void itHoldsTheOperationsThatAreListed() throws Exception {
        List<String> ids = new ArrayList<>();
        contract.path("operations").fieldNames().forEachRemaining(ids::add);

        assertThat(ids).isEqualTo(ContractCommand.operations().stream().sorted().toList());
    }

    @Test
    void itIsWrittenAsTheCommandWrites() {
        assertThat(text).isEqualTo(Json.text(contract));
    }

    @Test
    void itHoldsNoSentences() {
        assertThat(texts(contract)).isNotEmpty().allMatch(value -> WORD.matcher(value)
                .matches());
        assertThat(listed(contract)).isNotEmpty().allMatch(value -> LISTED.matcher(value)
                .matches());
    }

    private static List<String> listed(JsonNode node) {
        List<String> listed = new ArrayList<>();
        node.properties().forEach(member -> {
            if (member.getKey().equals("enum") && member.getValue().isArray()) {
                member.getValue().forEach(value -> listed.add(value.asText()));
            }
        });
        node.forEach(child -> listed.addAll(listed(child)));
        return listed;
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.fieldNames().forEachRemaining(texts::add);
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.properties().stream()
                .filter(member ->
                        !(member.getKey().equals("enum") && member.getValue().isArray()))
                .forEach(member -> texts.addAll(texts(member.getValue())));
        if (node.isArray()) {
            node.forEach(element -> texts.addAll(texts(element)));
        }
        return texts;
    }
}
