package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Wrong usage ends with 2, also where more than the arguments has to be looked at, and says what to do. */
class UsageTest {

    private static final String PETS =
            "--definition ../jobs/samples/objects/pets.yaml --input ../jobs/samples/objects/pets.jsonl";

    @TempDir
    private Path folder;

    private static String[] words(String command) {
        return Pattern.compile(" ").splitAsStream(command).toArray(String[]::new);
    }

    private static String run(int exitCode, String... arguments) {
        StringWriter text = new StringWriter();
        CommandLine line = Main.commandLine().setOut(new PrintWriter(text)).setErr(new PrintWriter(text));

        assertThat(line.execute(arguments)).as(text::toString).isEqualTo(exitCode);
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    backfill --input x.csv --verify | --verify needs --definition
                    backfill --input x.txt | The format of 'x.txt' cannot be told by its ending. Name it with --format.
                    backfill --input *.csv | Name one with --data-source after it.
                    plan --query SELECT | What --query reads has no name that its data source could have.
                    plan --data-source d | It is not said what to read. Name it with --input, --input-table or --query
                    plan --input x.csv --option nulll=omit | There is no --option nulll here. There are
                    plan --input x.csv --option since=now | There is no --option since here.
                    export --output x --option nulls=omit | There is no --option nulls here.
                    export | Name a place with --output or --output-table, or a --format that needs none.
                    export --output x --output-table y | mutually exclusive
                    send --to profiles --input x.csv --option reportPath=x | --option reportPath is not taken here: use --report.
                    send --to profiles --query q --format csv | are about files, and 'q' is a query. Leave them out.
                    send --to profiles --input x.csv --embedded --resume r | --embedded begins with none.
                    backfill --input x.csv --embedded --resume r | --embedded begins with none.
                    backfill --definition none.yaml --input x.csv | There is no file 'none.yaml' with a definition.
                    delete --object-type Pet --input x.csv | --id-field
                    delete --object-type Pet --input x.csv --id-field id --embedded | Give --definition FILE
                    """)
    void isToldWithAdvice(String command, String advice) {
        assertThat(run(2, words(command))).contains(advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    preview %s --object Cat | Name one with --object: Pet.
                    verify %s | Say it with --since
                    verify %s --embedded --since 2026-07-01T00:00:00Z | is of no use with --embedded
                    verify %s --since 2026-07-01T00:00:00Z --data-source other | but from shop.pets
                    delete %s --object-type Pet --id-field pet_id | is for --embedded
                    delete %s --object-type Cat --id-field pet_id --embedded | Name one with --object-type: Pet.
                    """)
    void isToldOfDefinitions(String command, String advice) {
        assertThat(run(2, words(command.formatted(PETS)))).contains(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "delete, --data-source",
        "delete, --order-field",
        "preview, --data-source",
        "preview, --id-field",
        "preview, --order-field",
        "preview, --resume",
        "preview, --option",
        "verify, --id-field",
        "verify, --order-field",
        "verify, --resume",
        "plan, --resume",
        "plan, --run-path"
    })
    void hasNoFlagsThatWouldDoNothing(String verb, String flag) {
        assertThat(Main.commandLine()
                        .getSubcommands()
                        .get(verb)
                        .getCommandSpec()
                        .findOption(flag))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backfill", "plan", "export", "provision", "preview", "verify", "delete", "send"})
    void everyVerbExplainsExitCodesFilesOfArgumentsAndItsReport(String verb) {
        assertThat(run(0, verb, "--help"))
                .contains("Exit codes:", "done, with rows that were set aside, failed or are unproven", "143", "@FILE")
                .contains("--report=FILE");
    }

    @Test
    void argumentsMayStandInAFile() throws IOException {
        Path arguments = Files.write(
                folder.resolve("verify.args"),
                List.of(
                        "# Looks at the pets of July.",
                        "--definition ../jobs/samples/objects/pets.yaml",
                        "--input \"../jobs/samples/objects/pets.jsonl\""));

        assertThat(run(2, "verify", "@" + arguments)).contains("It is not said when the rows were sent.");
    }
}
