package io.github.klaviyospark.jobs;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/**
 * The entry for spark-submit.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done with dead letters.
 */
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
        synopsisSubcommandLabel = "VERB",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage", "3:done, with rows that were set aside"})
public final class Main {

    /** Done, but some rows were set aside. */
    static final int DEAD_LETTERS = 3;

    private Main() {}

    /** Runs a verb and ends the process with its exit code. */
    public static void main(String[] args) {
        if (!isSparkThere()) {
            System.err.println("Spark is not on the class path. Run this jar with spark-submit --class "
                    + Main.class.getName() + " klaviyo-spark-jobs.jar …");
            System.exit(CommandLine.ExitCode.USAGE);
        }
        System.exit(Stopping.run(() -> run(args)));
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
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new ErrorText())
                .execute(args);
    }
}
