package io.github.klaviyospark.jobs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the verbs that take rows have in common. */
final class WriteOptions {

    static final String FOOTER = "The private key is read from the environment variable KLAVIYO_API_KEY, or from where"
            + " --option apiKeySource=env:NAME|file:PATH|hadoop:ALIAS|provider:CLASS says; KLAVIYO_ENDPOINT or --option"
            + " endpoint=URL names another Klaviyo, such as an emulator. All names for --option are in docs/options.md."
            + " Arguments may stand in a file: @FILE. Exit codes: 0 done, 1 failed, 2 wrong usage.";

    private static final String NO_KEYS =
            "a command line is seen by others; use --option apiKeySource=env:NAME or file:PATH";
    private static final Map<String, String> FLAGS = Map.of(
            "datasource", "use --data-source after its --input",
            "idfield", "use --id-field after its --input",
            "createdatasource", "use --create-data-source",
            "reportpath", "use --report",
            "dryrun", "use the verb plan",
            "path", "the verb decides it",
            "apitoken", NO_KEYS,
            "apikey", NO_KEYS);
    private static final Map<String, String> EMBEDDED =
            Map.of("endpoint", "--embedded has its own", "apikeysource", "--embedded has its own key");

    @ArgGroup(exclusive = false, multiplicity = "1..*", heading = "For each input:%n")
    private List<InputSpec> inputs;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of format(\"klaviyo\"), such as nulls=omit; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Where to keep the delivery report of each input as JSON.")
    private Path reports;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** All inputs, looked at before any of them is sent. */
    List<Sending> prepare(SparkSession spark) {
        return inputs.stream().map(input -> Sending.prepare(spark, input)).toList();
    }

    /**
     * The options of the format that were given by hand.
     *
     * @param embedded whether the endpoint and the key are those of an embedded Klaviyo
     * @throws ParameterException when one has a flag of its own, or must not stand on a command line
     */
    Map<String, String> options(boolean embedded) {
        for (String name : options.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            String instead = FLAGS.getOrDefault(lower, embedded ? EMBEDDED.get(lower) : null);
            if (instead != null) {
                throw new ParameterException(
                        spec.commandLine(), "--option " + name + " is not taken here: " + instead + ".");
            }
        }
        return options;
    }

    Path reports() {
        return reports;
    }

    /** The session of spark-submit, or a local one when the class is run by itself. */
    static SparkSession session(String name) {
        SparkSession.Builder builder = SparkSession.builder().appName("klaviyo-spark " + name);
        if (System.getProperty("spark.master") == null) {
            builder.master("local[*]")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.ui.enabled", "false");
        }
        return builder.getOrCreate();
    }
}
