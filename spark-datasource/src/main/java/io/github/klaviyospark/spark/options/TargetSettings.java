package io.github.klaviyospark.spark.options;

import java.time.Duration;
import java.util.Locale;

/** The options that only concern resources other than records. */
final class TargetSettings {

    static final Setting<Boolean> OTHER_COLUMNS = Setting.of(
                    "otherColumns", "refuse or properties", TargetSettings::keepsOthers)
            .fallback("refuse")
            .toWrite()
            .ofRun()
            .help(
                    "What to do with columns that a resource does not have, see [targets.md](targets.md): `refuse` fails before"
                            + " anything is sent; `properties` makes them members of the properties of a profile or an event, or of"
                            + " the metadata of an item.");

    static final Setting<String> CONFIRM = Setting.of("confirm", "the word that a refusal names", Settings::notBlank)
            .toWrite()
            .help("Confirms what cannot be undone or reaches further than it looks: `delete-profiles`, or"
                    + " `unsubscribe-globally`. Asked for by name where it is needed.");

    static final Setting<Duration> MAX_JOB_WAIT = Setting.of("maxJobWait", "1s to 24h", Settings::duration)
            .fallback("30m")
            .toWrite()
            .help(
                    "How long a job that a request has made is waited for, from when it was accepted. After that its rows are"
                            + " dead letters whose outcome is unknown, or the write fails; with `runPath` it can be continued, and"
                            + " then waits for the same job.");

    private TargetSettings() {}

    private static boolean keepsOthers(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "properties" -> true;
            case "refuse" -> false;
            default -> throw new Settings.NotAllowedException();
        };
    }
}
