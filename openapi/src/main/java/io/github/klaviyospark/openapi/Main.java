package io.github.klaviyospark.openapi;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line; each subcommand makes one kind of file. */
@Command(
        name = "klaviyo-openapi",
        mixinStandardHelpOptions = true,
        subcommands = {CollectionsCommand.class, ContractCommand.class},
        description = "Makes files of this project from Klaviyo's OpenAPI document.")
public final class Main {
    private Main() {}

    /** Runs a subcommand and ends the process with 0 when it has written its file, 1 or 2 when it has not. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        });
    }
}
