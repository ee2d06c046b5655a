package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands that the documentation shows have only flags that their verbs have. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("..");
    private static final CommandLine JOBS = Main.commandLine();
    private static final Set<String> VERBS = JOBS.getSubcommands().keySet();

    private static final Pattern BLOCK = Pattern.compile("(?ms)^ *```[a-z]*\\n(.*?)^ *```");
    private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
    private static final Pattern SPARK_SUBMIT = Pattern.compile("^spark-submit .*?(\\.jar|…) +(?=[a-z])");
    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.filter(path -> path.toString()
                            .endsWith(".md")))
                    .toList();
        }
    }

    /** What is written like a command: in blocks, and as code within a sentence. */
    private static List<String> commands(String page) {
        List<String> commands = new ArrayList<>();
        for (MatchResult block : BLOCK.matcher(page).results().toList()) {
            block.group(1)
                    .replaceAll("\\\\\\n\\s*", "")
                    .lines()
                    .map(String::strip)
                    .forEach(commands::add);
        }
        String prose = BLOCK.matcher(page).replaceAll("");
        CODE.matcher(prose).results().map(code -> code.group(1)).forEach(commands::add);
        return commands.stream()
                .map(command -> SPARK_SUBMIT.matcher(command).replaceFirst(""))
                .filter(command -> VERBS.contains(words(command).get(0)))
                .toList();
    }

    private static List<String> words(String command) {
        List<String> words =
                WORD.matcher(command).results().map(MatchResult::group).toList();
        return words.isEmpty() ? List.of("") : words;
    }

    private static boolean has(String verb, String flag) {
        return JOBS.getSubcommands().get(verb).getCommandSpec().findOption(flag) != null;
    }

    @Test
    void haveFlagsThatTheirVerbsHave() throws IOException {
        List<String> wrong = new ArrayList<>();
        int looked = 0;
        for (Path page : pages()) {
            for (String command : commands(Files.readString(page))) {
                List<String> words = words(command);
                for (String word : words.subList(1, words.size())) {
                    String flag = word.replaceFirst("=.*", "");
                    if (flag.startsWith("--")) {
                        looked++;
                        if (!has(words.get(0), flag)) {
                            wrong.add(page.getFileName() + ": " + words.get(0) + " " + flag);
                        }
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(looked).isGreaterThan(50);
    }

    @Test
    void areSoForTheTableOfSend() throws IOException {
        List<String> flags = Files.readAllLines(ROOT.resolve("docs/send.md")).stream()
                .filter(line -> line.startsWith("| `--"))
                .flatMap(line -> Arrays.stream(line.split("\\|", -1)[1].split(",", -1)))
                .map(cell -> cell.strip().replaceAll("`|[ =].*", ""))
                .toList();

        assertThat(flags).hasSizeGreaterThan(15).allMatch(flag -> has("send", flag));
    }
}
