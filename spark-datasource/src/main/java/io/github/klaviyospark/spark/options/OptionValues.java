package io.github.klaviyospark.spark.options;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The options that a user gave, checked for names that do not exist. Values are read when asked for. */
final class OptionValues {

    private static final Logger LOG = LoggerFactory.getLogger(OptionValues.class);

    private static final int FARTHEST_SUGGESTION = 3;

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
        String suggestion = known.stream()
                .filter(candidate -> distance(name, candidate) <= FARTHEST_SUGGESTION)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(candidate -> " Did you mean " + candidate + "?")
                .orElse("");
        return new IllegalArgumentException(
                "There is no option '" + name + "'." + suggestion + " Known options: " + names(use) + ".");
    }

    /** The number of letters to add, drop or change to get from one name to the other, without regard to case. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
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
