package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Compares the page on the command line with the command line; with {@code -Doptions.write=true} it writes the page first. */
class JobsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "jobs.md");

    private static final String BEGINNING = """
            # The command line

            `jobs/target/klaviyo-spark-jobs.jar` is one jar for spark-submit, with the connector inside. The flags below are made from
            the code; each verb shows its own with `--help`.

            ```
            spark-submit --class io.github.klaviyospark.jobs.Main jobs/target/klaviyo-spark-jobs.jar VERB …
            ```

            ## What is read and written

            | an input is | |
            | --- | --- |
            | `--input PATH` | files; the ending tells the format, or `--format` names it |
            | `--input-table NAME` | a table of any catalog of the session |
            | `--query SQL` | a query over such tables |
            | `--format NAME --read-option KEY=VALUE` | what a format finds by its options alone, such as `jdbc`; then it is the only input of the command |

            `export` writes in the same ways: `--output FOLDER`, `--output-table NAME`, or `--format NAME --write-option KEY=VALUE` alone, for
            `jdbc` or `kafka`. Catalogs are those of the session: set them with spark-submit's `--conf`, and give their jars with `--packages`.

            ```
            spark-submit --conf spark.sql.catalog.lake=org.apache.iceberg.spark.SparkCatalog --conf spark.sql.catalog.lake.type=hadoop \\
              --conf spark.sql.catalog.lake.warehouse=s3a://shop/lake \\
              --class io.github.klaviyospark.jobs.Main jobs/target/klaviyo-spark-jobs.jar \\
              backfill --query "SELECT * FROM lake.shop.pets WHERE alive" --data-source shop.pets --id-field pet_id
            ```

            ## Arguments in a file

            `@FILE` stands for the arguments in a file, which must be on the machine where the driver runs. Arguments are separated by blanks or
            line ends, quoted where they have blanks, and `#` begins a comment. More than one file may be given, and flags beside it.

            ```
            # nightly.args
            --to profiles
            --input s3a://shop/people/*.parquet
            --run-path s3a://shop/klaviyo/runs
            --dead-letters s3a://shop/klaviyo/dead
            --report s3a://shop/klaviyo/nightly.json
            ```

            ```
            spark-submit --class io.github.klaviyospark.jobs.Main jobs/target/klaviyo-spark-jobs.jar send @nightly.args --plan
            ```

            ## How it ends

            """;

    private static final String REPORT = """

            3 is a code of its own because the job did what was asked, and somebody has to look at the rest. What becomes of the codes on a
            cluster is in [operations](operations.md#exit-codes-on-a-cluster). Told to end by SIGTERM or Ctrl-C, a verb that moves rows begins no
            more of them, waits for answers that are under way, says how to go on or what is left, and writes its report.

            ## The report

            `--report FILE` writes JSON, on any file system that Hadoop knows; it is written when the verb begins, so that an old file is never taken
            for a new one, and when it ends.

            | field | meaning |
            | --- | --- |
            | `verb`, `application` | what ran, and Spark's id of the application |
            | `status` | `started`, and if it stays so, the process died; `done`; `incomplete` (exit code 3); `failed`; `stopped` (told to end) |
            | `exitCode`, `startedAt`, `millis` | how it ended, when it began, how long it took |
            | `problem` | why it failed, as it was printed |
            | `inputs` | of each input that was sent or counted its name and the [delivery report](write.md#the-report) |
            | `path`, `output`, `rows`, `read` | of an export, with the [report of the read](read.md#quota-and-figures): requests, pages, `nextSince` |
            | `verified` | of each object type how many objects are expected, present, failed, unproven, and what the ingestion log says |
            | `objectType`, `counts` | of a preview how many objects there are of each status and reason |
            | `provisioned`, `planned` | each step that was made, or would be |

            ## How far it is

            On a terminal a bar, elsewhere a line every ten seconds: rows, requests, and the time left where it can be known. With `--run-path`, and on one
            machine always, the time left comes from the quota; on a cluster without it, from the pace so far, as executors tell with their
            heartbeats. Klaviyo does not say how large a collection is, so an export knows what is left only with `--limit`.
            `verify` tells what each look has found and when it gives up.

            ## To try

            `--embedded` starts an [embedded Klaviyo](emulator.md) for the run, which begins empty and is gone afterwards. `verify` and `delete` therefore provision
            the definition and send the rows first:

            ```
            verify --embedded --definition jobs/samples/objects/pets.yaml --input jobs/samples/objects/pets.jsonl
            delete --embedded --definition jobs/samples/objects/pets.yaml --object-type Pet \\
              --input jobs/samples/objects/pets.jsonl --id-field pet_id
            export events --embedded --events 5000 --output /tmp/events
            ```
            """;

    @Test
    void isMadeFromTheCommandLine() throws IOException {
        CommandLine main = Main.commandLine();
        StringBuilder page = new StringBuilder(BEGINNING).append("| exit code | |\n| --- | --- |\n");
        main.getCommandSpec().usageMessage().exitCodeList().forEach((code, words) -> page.append("| ")
                .append(code)
                .append(" | ")
                .append(words)
                .append(" |\n"));
        page.append(REPORT);
        main.getSubcommands().forEach((name, verb) -> {
            if (!name.equals("help")) {
                describe(name, verb.getCommandSpec(), page);
            }
        });

        if (Boolean.getBoolean("options.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    private static void describe(String name, CommandSpec verb, StringBuilder page) {
        page.append("\n## ")
                .append(name)
                .append("\n\n")
                .append(String.join("\n", verb.usageMessage().description()))
                .append("\n\n| flag | what it does |\n| --- | --- |\n");
        verb.positionalParameters().forEach(parameter -> row(parameter.paramLabel(), parameter, page));
        List<OptionSpec> options = verb.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                // Where rows are, before what is said about them.
                .sorted(Comparator.comparing(option -> !isOneOfSeveral(option)))
                .toList();
        for (OptionSpec option : options) {
            boolean isSwitch = option.arity().max() == 0;
            String label = isSwitch ? "" : " " + option.paramLabel();
            row(String.join("`, `", List.of(option.names())) + label, option, page);
        }
    }

    private static boolean isOneOfSeveral(ArgSpec argument) {
        return argument.group() != null && argument.group().exclusive();
    }

    private static boolean isRequired(ArgSpec argument) {
        return argument.required()
                && (argument.group() == null
                        || (!isOneOfSeveral(argument)
                                && argument.group().multiplicity().min() > 0));
    }

    private static void row(String name, ArgSpec argument, StringBuilder page) {
        page.append("| `")
                .append(name.replace("|", "\\|"))
                .append("` | ")
                .append(String.join(" ", argument.description()).replace("|", "\\|"))
                .append(isRequired(argument) ? " Required." : "")
                .append(" |\n");
    }
}
