package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.target.AmbiguousConsent;
import io.github.klaviyospark.core.target.Change;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a read of an archive of requests was asked to do. It needs neither key nor endpoint. */
public final class ArchiveConf {

    /** A constant, because asking {@link ReadSettings} before {@link Settings} would find neither of them made. */
    static final String OPTION = "archivePath";

    private final String path;
    private final Target target;
    private final AmbiguousConsent consent;

    private ArchiveConf(String path, OptionValues values) {
        this.path = path;
        this.target = target(values);
        this.consent = values.get(ReadSettings.AMBIGUOUS_CONSENT).orElse(AmbiguousConsent.UNSAID);
    }

    /**
     * Reads the options of a read, if it is one of an archive. Looks at no file.
     *
     * @param options the options as Spark hands them over
     * @throws IllegalArgumentException when one is unknown, or says nothing about an archive
     */
    public static Optional<ArchiveConf> of(Map<String, String> options) {
        if (options.keySet().stream().noneMatch(OPTION::equalsIgnoreCase)) {
            return Optional.empty();
        }
        OptionValues values = OptionValues.of(options, Setting.Use.READ);
        checkNothingElse(values);
        return values.get(ReadSettings.ARCHIVE_PATH).map(path -> new ArchiveConf(path, values));
    }

    /** Options about the account are passed over, so that one set of options can serve reads of both kinds. */
    private static void checkNothingElse(OptionValues values) {
        List<String> others = Settings.all().stream()
                .filter(setting -> setting.use() == Setting.Use.READ || setting == Settings.REPORT_PATH)
                .filter(setting -> setting != ReadSettings.ARCHIVE_PATH && setting != ReadSettings.AMBIGUOUS_CONSENT)
                .filter(values::has)
                .map(Setting::name)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException(
                    "With archivePath files are read, and nothing is asked of Klaviyo: leave "
                            + String.join(", ", others) + " out, and filter the DataFrame instead.");
        }
    }

    private static Target target(OptionValues values) {
        String resources = " Resources: " + String.join(", ", names()) + ". Their columns are in docs/targets.md.";
        String name = values.get(Settings.PATH)
                .orElseThrow(() -> new IllegalArgumentException("An archive may hold requests of many kinds. Name the"
                        + " resource whose requests become rows, for example load(\"profiles\")." + resources));
        if (!names().contains(name)) {
            throw new IllegalArgumentException("No requests for '" + name + "' can be read from an archive."
                    + Suggestion.of(name, names()) + resources);
        }
        Change change = values.orFallback(Settings.OPERATION);
        return Targets.find(name, change)
                .orElseThrow(() -> new IllegalArgumentException("There are no requests that " + change.label() + " '"
                        + name + "'. Values of the option operation for it: "
                        + Targets.all().stream()
                                .filter(known -> known.name().equals(name))
                                .map(known -> known.change().label())
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static List<String> names() {
        return Targets.all().stream().map(Target::name).distinct().toList();
    }

    /** The file, the folder or the pattern. */
    public String path() {
        return path;
    }

    /** Whose requests become rows. */
    public Target target() {
        return target;
    }

    /** What requests did that do not say whether they note consent or take it back. */
    public AmbiguousConsent consent() {
        return consent;
    }

    @Override
    public String toString() {
        return "ArchiveConf(" + target + " in " + path + ")";
    }
}
