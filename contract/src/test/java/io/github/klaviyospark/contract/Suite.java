package io.github.klaviyospark.contract;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The modules whose tests use emulators, and the operations that the connector calls in each. */
enum Suite {
    CORE(
            "klaviyo-core",
            "bulk_create_data_source_records",
            "create_data_source",
            "get_data_source",
            "get_data_sources"),
    SPARK(
            "klaviyo-spark",
            "bulk_create_data_source_records",
            "create_data_source",
            "get_data_source",
            "get_data_sources",
            "get_profiles"),
    COMPATIBILITY("klaviyo-spark-compatibility", "bulk_create_data_source_records", "get_data_sources", "get_profiles"),
    JOBS(
            "klaviyo-spark-jobs",
            "bulk_create_data_source_records",
            "create_data_source",
            "get_data_sources",
            "get_profiles"),
    NOTEBOOKS("klaviyo-spark-notebooks", "bulk_create_data_source_records", "get_profiles"),
    /** It has no connector; its own tests call everything it serves. */
    EMULATOR("klaviyo-emulator");

    private final String module;
    private final Set<String> called;

    Suite(String module, String... called) {
        this.module = module;
        this.called = Set.of(called);
    }

    static Suite of(String module) {
        return Arrays.stream(values())
                .filter(suite -> suite.module.equals(module))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no suite '" + module + "', there are "
                        + Arrays.stream(values()).map(Suite::module).sorted().collect(Collectors.joining(", "))
                        + "."));
    }

    /** The artifact, which is also the name of its folder of logs. */
    String module() {
        return module;
    }

    /** What the connector must have called. */
    Set<String> called() {
        return called;
    }
}
