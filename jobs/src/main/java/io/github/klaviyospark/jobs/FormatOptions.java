package io.github.klaviyospark.jobs;

import io.github.klaviyospark.spark.options.Setting;
import io.github.klaviyospark.spark.options.Settings;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of the format that are given by hand. */
final class FormatOptions {

    private static final String NO_KEYS =
            "a command line is seen by others; use --option apiKeySource=env:NAME or file:PATH";
    private static final Map<String, String> ALWAYS =
            Map.of("path", "the verb decides it", "apitoken", NO_KEYS, "apikey", NO_KEYS, "reportpath", "use --report");
    private static final Map<String, String> EMBEDDED =
            Map.of("endpoint", "--embedded has its own", "apikeysource", "--embedded has its own key");

    /** What options are for. */
    enum Use {
        READ(setting -> setting.use() != Setting.Use.WRITE),
        WRITE(setting -> setting.use() != Setting.Use.READ),
        ACCOUNT(setting -> Verifying.isOfAccount(setting.name()));

        private final Predicate<Setting<?>> isTaken;

        Use(Predicate<Setting<?>> isTaken) {
            this.isTaken = isTaken;
        }

        private Stream<String> names() {
            return Settings.all().stream().filter(isTaken).map(Setting::name);
        }
    }

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
     * @param use what the verb does with them
     * @param embedded whether the endpoint and the key are those of an embedded Klaviyo
     * @throws ParameterException when one must not be given so
     */
    Map<String, String> checked(Map<String, String> flags, Use use, boolean embedded) {
        for (String name : options.keySet()) {
            String lower = name.toLowerCase(Locale.ROOT);
            String instead =
                    flags.getOrDefault(lower, ALWAYS.getOrDefault(lower, embedded ? EMBEDDED.get(lower) : null));
            if (instead != null) {
                throw new ParameterException(
                        spec.commandLine(), "--option " + name + " is not taken here: " + instead + ".");
            }
            if (!use.names().anyMatch(name::equalsIgnoreCase)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "There is no --option " + name + " here. There are "
                                + use.names().sorted().collect(Collectors.joining(", "))
                                + "; docs/options.md explains them.");
            }
        }
        return options;
    }
}
