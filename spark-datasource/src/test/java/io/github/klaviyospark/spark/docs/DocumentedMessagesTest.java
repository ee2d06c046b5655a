package io.github.klaviyospark.spark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The messages that the page on troubleshooting explains stand in the code as they stand there. */
class DocumentedMessagesTest {

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|(?m:^\\s*//[^\\n]*)", Pattern.DOTALL);
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

    /** How many texts may stand between two parts of a message: what is put in has some of its own. */
    private static final int MOST_BETWEEN = 6;

    @Test
    void standInTheCode() throws IOException {
        List<String> messages = Page.read(Page.ROOT.resolve("docs/troubleshooting.md")).headings().stream()
                .filter(heading -> heading.startsWith("### "))
                .map(heading -> heading.substring(4))
                .toList();
        List<List<String>> sources = sources();

        assertThat(messages).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
        assertThat(messages.stream().filter(message -> !isIn(sources, message))).isEmpty();
    }

    private static boolean isIn(List<List<String>> sources, String message) {
        List<String> parts = Arrays.stream(message.split("…", -1))
                .map(String::strip)
                .filter(part -> part.length() > 2)
                .toList();
        return sources.stream().anyMatch(texts -> stand(parts, texts));
    }

    private static boolean stand(List<String> parts, List<String> texts) {
        for (int first = 0; first < texts.size(); first++) {
            if (texts.get(first).contains(parts.get(0)) && follows(texts, parts, first)) {
                return true;
            }
        }
        return false;
    }

    private static boolean follows(List<String> texts, List<String> parts, int first) {
        int text = first;
        int from = 0;
        for (String part : parts) {
            int last = Math.min(texts.size(), text + MOST_BETWEEN);
            while (text < last && texts.get(text).indexOf(part, from) < 0) {
                text++;
                from = 0;
            }
            if (text == last) {
                return false;
            }
            from = texts.get(text).indexOf(part, from) + part.length();
        }
        return true;
    }

    /** The texts of each source file, in their order; those that only lines part are one. */
    private static List<List<String>> sources() throws IOException {
        List<List<String>> sources = new ArrayList<>();
        for (String module : List.of("core", "spark-datasource", "jobs")) {
            Path folder = Page.ROOT.resolve(module).resolve("src/main/java");
            try (Stream<Path> files = Files.walk(folder)) {
                List<Path> java =
                        files.filter(file -> file.toString().endsWith(".java")).toList();
                for (Path file : java) {
                    sources.add(texts(Files.readString(file)));
                }
            }
        }
        return sources;
    }

    private static List<String> texts(String source) {
        String joined = JOINT.matcher(COMMENT.matcher(source).replaceAll("")).replaceAll("");
        List<String> texts = new ArrayList<>();
        Matcher literal = LITERAL.matcher(joined);
        while (literal.find()) {
            texts.add(literal.group(1).replace("\\\"", "\""));
        }
        return texts;
    }

    @Test
    void areNotFoundByAPartAlone() {
        List<String> texts =
                List.of("The run '", "' is gone.", "one", "two", "three", "four", "five", "six", "far off");

        assertThat(stand(List.of("The run '", "' is gone."), texts)).isTrue();
        assertThat(stand(List.of("' is gone.", "The run '"), texts)).isFalse();
        assertThat(stand(List.of("The run '", "far off"), texts)).isFalse();
        assertThat(stand(List.of("The run '", "' is lost."), texts)).isFalse();
    }
}
