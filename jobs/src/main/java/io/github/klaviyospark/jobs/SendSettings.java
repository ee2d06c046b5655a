package io.github.klaviyospark.jobs;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is the same for all that one verb sends. */
final class SendSettings {

    private final Map<String, String> options;
    private final boolean isLasting;

    private SendSettings(Map<String, String> options, boolean isLasting) {
        this.options = new LinkedHashMap<>(options);
        this.isLasting = isLasting;
    }

    /** Rows are sent for somebody who may continue when it breaks off. */
    static SendSettings sending(Map<String, String> options, RunsFolder runs) {
        SendSettings settings = new SendSettings(options, runs.isLasting());
        runs.path().ifPresent(path -> settings.options.put("runPath", path));
        return settings;
    }

    /** Rows are only counted. */
    static SendSettings counting(Map<String, String> options) {
        SendSettings settings = new SendSettings(options, false);
        settings.options.put("dryRun", "true");
        return settings;
    }

    Map<String, String> options() {
        return options;
    }

    /** Where runs are that can be continued. */
    Optional<String> runPath() {
        return isLasting ? Optional.ofNullable(options.get("runPath")) : Optional.empty();
    }
}
