package io.github.klaviyospark.spark.options;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options that a user gave, checked for names that do not exist. Values are read when asked for. */
final class OptionValues {

    private static final Logger LOG = LoggerFactory.getLogger(OptionValues.class);

    private final Map<String, String> values;

    private OptionValues(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Takes the options of a query.
     *
     * @param use what the query does
     * @throws IllegalArgumentException when a name is unknown or not for this use, or an option is given under two names
     */
    static OptionValues of(Map<String, String> given, Setting.Use use) {
        Map<String, String> values = new HashMap<>();
        given.forEach((name, value) -> {
            Setting<?> setting = find(name).orElseThrow(() -> unknown(name, use));
            if (!setting.use().isFor(use)) {
                throw new IllegalArgumentException("Option " + setting.name() + " is only "
                        + setting.use().words() + ". Remove it here; options " + use.words() + " are " + names(use)
                        + ".");
            }
            if (value == null) {
                return;
            }
            if (values.put(setting.name(), value) != null) {
                throw new IllegalArgumentException("Option " + setting.name() + " is given twice ("
                        + names(setting).collect(Collectors.joining(" and ")) + " are the same). Give it once.");
            }
            if (setting.isSecret() && !setting.name().equalsIgnoreCase(name)) {
                LOG.warn(
                        "Option {} is shown by Spark in plans. Use apiKeySource, or {}, which Spark hides.",
                        setting.aliases().get(0),
                        setting.name());
            }
        });
        return new OptionValues(values);
    }

    /**
     * The same options with those of a run that is resumed.
     *
     * @throws IllegalArgumentException when one was given that the run has another value for
     */
    OptionValues resuming(String run, Map<String, String> ofRun) {
        Map<String, String> merged = new HashMap<>(values);
        Settings.all().stream().filter(Setting::isOfRun).forEach(setting -> {
            String kept = ofRun.get(setting.name());
            String given = values.get(setting.name());
            boolean isSame = given == null
                    || setting.leavesOpen(given)
                    || (kept == null
                            ? setting.mayBeAdded()
                            : setting.parse(given).equals(setting.parse(kept)));
            if (!isSame) {
                throw new IllegalArgumentException("Run '" + run + "' was begun "
                        + (kept == null ? "without " + setting.name() : "with " + setting.name() + "=" + kept)
                        + " and cannot go on with '" + given + "'. Leave " + setting.name()
                        + " out, or start a new run.");
            }
            if (kept != null) {
                merged.put(setting.name(), kept);
            }
        });
        return new OptionValues(merged);
    }

    private static Optional<Setting<?>> find(String name) {
        return Settings.all().stream()
                .filter(setting -> names(setting).anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    private static Stream<String> names(Setting<?> setting) {
        return Stream.concat(Stream.of(setting.name()), setting.aliases().stream());
    }

    private static String names(Setting.Use use) {
        return Settings.all().stream()
                .filter(setting -> setting.use().isFor(use))
                .map(Setting::name)
                .collect(Collectors.joining(", "));
    }

    // Only the name is repeated: what stands behind an unknown name may be a key.
    private static IllegalArgumentException unknown(String name, Setting.Use use) {
        List<String> known = new ArrayList<>();
        Settings.all().stream().filter(setting -> setting.use().isFor(use)).forEach(setting -> names(setting)
                .forEach(known::add));
        String suggestion = Suggestion.of(name, known);
        return new IllegalArgumentException(
                "There is no option '" + name + "'." + suggestion + " Known options: " + names(use) + ".");
    }

    /** The options that belong to a run, as text: what was given, or else the default. */
    Map<String, String> ofRun() {
        Map<String, String> ofRun = new HashMap<>();
        Settings.all().stream().filter(Setting::isOfRun).forEach(setting -> {
            String value = values.getOrDefault(setting.name(), setting.mayBeAdded() ? null : setting.fallback());
            if (value != null) {
                ofRun.put(setting.name(), value);
            }
        });
        return ofRun;
    }

    /** Whether an option was given. */
    boolean has(Setting<?> setting) {
        return values.containsKey(setting.name());
    }

    /** The value of an option, or nothing when it was not given. */
    <T> Optional<T> get(Setting<T> setting) {
        return Optional.ofNullable(values.get(setting.name())).map(setting::parse);
    }

    /** The value of an option, or that of its documented default. */
    <T> T orFallback(Setting<T> setting) {
        return setting.parse(values.getOrDefault(setting.name(), setting.fallback()));
    }

    /** The names that were given; never the values. */
    @Override
    public String toString() {
        return "OptionValues" + values.keySet();
    }
}
