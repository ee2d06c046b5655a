package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The entry for spark-submit. */
@Command(
        name = "klaviyo-spark-jobs",
        description = "Moves data between Spark and Klaviyo.",
        subcommands = {
            BackfillCommand.class,
            PlanCommand.class,
            ExportCommand.class,
            ProvisionCommand.class,
            PreviewCommand.class,
            VerifyCommand.class,
            DeleteCommand.class,
            SendCommand.class,
            HelpCommand.class
        },
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "VERB")
public final class Main {

    /** Done, but not for all rows: some were set aside, or are not proven. */
    static final int INCOMPLETE = 3;

    /** What a process ends with that SIGTERM ended. */
    static final int TERMINATED = 143;

    private static final String FOOTER =
            "Arguments may stand in a file, one or more a line, with # before comments: @FILE."
                    + " The private key is read from the environment variable KLAVIYO_API_KEY, or from where --option"
                    + " apiKeySource=env:NAME|file:PATH|hadoop:ALIAS|provider:CLASS says; KLAVIYO_ENDPOINT or --option endpoint=URL"
                    + " names another Klaviyo, such as an emulator. All names for --option are in docs/options.md.";

    private Main() {}

    /**
     * Runs a verb. When all is done it returns, because platforms that call it in a JVM of their own, such as YARN in cluster
     * mode, take an exit for a failure, whatever its code. Otherwise the process ends with the verb's exit code.
     *
     * @throws JobException where there was a Spark session before, whose process is not this job's to end
     */
    public static void main(String[] args) {
        if (!isSparkThere()) {
            System.err.println("Spark is not on the class path. Run this jar with spark-submit --class "
                    + Main.class.getName() + " klaviyo-spark-jobs.jar …");
            System.exit(CommandLine.ExitCode.USAGE);
        }
        boolean isGuest = JobSession.isThere();
        int exitCode = Stopping.run(() -> run(args));
        if (exitCode != CommandLine.ExitCode.OK) {
            if (isGuest) {
                throw new JobException(exitCode);
            }
            System.exit(exitCode);
        }
    }

    private static boolean isSparkThere() {
        try {
            Class.forName("org.apache.spark.sql.SparkSession", false, Main.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine main = new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new ErrorText());
        explain(main);
        main.getSubcommands().forEach((name, verb) -> {
            if (!name.equals("help")) {
                explain(verb);
            }
        });
        return main;
    }

    /** What is the same for all verbs. */
    private static void explain(CommandLine command) {
        UsageMessageSpec usage = command.getCommandSpec().usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(exitCodes());
        usage.footerHeading("%n");
        usage.footer(FOOTER);
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> exitCodes = new LinkedHashMap<>();
        exitCodes.put("0", "done");
        exitCodes.put("1", "failed");
        exitCodes.put("2", "wrong usage; nothing was sent");
        exitCodes.put(Integer.toString(INCOMPLETE), "done, with rows that were set aside, failed or are unproven");
        exitCodes.put(Integer.toString(TERMINATED), "ended by SIGTERM; by Ctrl-C it is 130");
        return exitCodes;
    }
}
