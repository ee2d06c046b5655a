package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all verbs have in common: options of the format that are given by hand, and the session. */
final class FormatOptions {

    static final String FOOTER = "The private key is read from the environment variable KLAVIYO_API_KEY, or from where"
            + " --option apiKeySource=env:NAME|file:PATH|hadoop:ALIAS|provider:CLASS says; KLAVIYO_ENDPOINT or --option"
            + " endpoint=URL names another Klaviyo, such as an emulator. All names for --option are in docs/options.md."
            + " Arguments may stand in a file: @FILE. Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done, with"
            + " rows that were set aside.";

    private static final String NO_KEYS =
            "a command line is seen by others; use --option apiKeySource=env:NAME or file:PATH";
    private static final Map<String, String> ALWAYS =
            Map.of("path", "the verb decides it", "apitoken", NO_KEYS, "apikey", NO_KEYS);
    private static final Map<String, String> EMBEDDED =
            Map.of("endpoint", "--embedded has its own", "apikeysource", "--embedded has its own key");

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "An option of format(\"klaviyo\"), such as maxRetryWait=60s; may be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /**
     * The options.
     *
     * @param flags options that have a flag of their own, in lower case, with what to use instead
     * @param embedded whether the endpoint and the key are those of an embedded Klaviyo
     * @throws ParameterException when one must not be given so
     */
    Map<String, String> checked(Map<String, String> flags, boolean embedded) {
        for (String name : options.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            String instead =
                    flags.getOrDefault(lower, ALWAYS.getOrDefault(lower, embedded ? EMBEDDED.get(lower) : null));
            if (instead != null) {
                throw new ParameterException(
                        spec.commandLine(), "--option " + name + " is not taken here: " + instead + ".");
            }
        }
        return options;
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
