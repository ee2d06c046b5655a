package io.github.klaviyospark.jobs;

import java.util.Map;

/** Options of the format that have a flag of their own where records are sent or counted. */
final class RecordFlags {

    /** In lower case, with what to use instead. */
    static final Map<String, String> ALL = Map.ofEntries(
            Map.entry("datasource", "use --data-source after its --input"),
            Map.entry("idfield", "use --id-field after its --input"),
            Map.entry("orderfield", "use --order-field after its --input"),
            Map.entry("resume", "use --resume of backfill after its --input"),
            Map.entry("runpath", "use --run-path of backfill"),
            Map.entry("deadletterpath", "use --dead-letters of backfill"),
            Map.entry("oninvalid", "use --dead-letters of backfill"),
            Map.entry("createdatasource", "use --create-data-source of backfill"),
            Map.entry("dryrun", "use the verb plan"));

    private RecordFlags() {}
}
