package io.github.klaviyospark.jobs;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Shows the cause that a user can do something about. Spark wraps what went wrong in several layers; the innermost
 * message is the one that was written for people. The whole trace goes to the log at debug level.
 */
final class ErrorText implements IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorText.class);

    /** How the connector says that a run can be continued. */
    private static final Pattern RESUME =
            Pattern.compile(" To go on without sending accepted rows again, .* resume=\\S+\\.(?=\\s|$)");

    private static final String MALFORMED =
            "An input has a row that does not fit its format or schema. Look for it by reading"
                    + " the input with Spark's mode=PERMISSIVE and a column _corrupt_record, or give --read-option mode=PERMISSIVE"
                    + " to send what cannot be read as null.";

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
        LOG.debug("The job failed.", e);
        if (e instanceof UsageException) {
            command.getErr().println(command.getColorScheme().errorText(e.getMessage()));
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for more.");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        }
        command.getErr().println(command.getColorScheme().errorText("Failed: " + advised(message(e), command)));
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** A run with an embedded Klaviyo cannot be continued: both end with the job. */
    private static String advised(String message, CommandLine command) {
        return command.getParseResult().hasMatchedOption("--embedded")
                ? RESUME.matcher(message).replaceAll("")
                : message;
    }

    /** The cause, in words for people. */
    static String message(Throwable e) {
        Throwable told = null;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (isCancellation(cause)) {
                return "The job was told to stop.";
            }
            if (isMalformedInput(cause)) {
                return MALFORMED;
            }
            if (told == null && cause.getMessage() != null && isForPeople(cause)) {
                told = cause;
            }
        }
        return told == null ? e.toString() : told.getMessage();
    }

    // Spark's own wrappers come first; what they wrap is ours or the reader's.
    private static boolean isForPeople(Throwable cause) {
        return cause.getCause() == null || !cause.getClass().getName().startsWith("org.apache.spark.");
    }

    // What else went wrong meanwhile is still to be seen.
    private static boolean isCancellation(Throwable cause) {
        return Stopping.isToldTo()
                && cause.getMessage() != null
                && cause.getMessage().contains("cancelled");
    }

    // Spark's text for this quotes the row.
    private static boolean isMalformedInput(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().contains("Malformed records are detected");
    }
}
