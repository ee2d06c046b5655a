package io.github.klaviyospark.contract;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A module whose tests use emulators.
 *
 * @param module the artifact, which is also the name of its folder of logs
 * @param called the operations that the connector must have called in it
 */
record Suite(String module, Set<String> called) {
    /** It has no connector; its own tests call everything it serves. */
    static final Suite EMULATOR = new Suite("klaviyo-emulator", Set.of());

    private static final List<Suite> ALL = List.of(
            EMULATOR,
            calling(
                    "klaviyo-core",
                    "bulk_import_profiles",
                    "get_bulk_import_profiles_job",
                    "bulk_subscribe_profiles",
                    "bulk_unsubscribe_profiles",
                    "bulk_suppress_profiles",
                    "get_bulk_suppress_profiles_job",
                    "bulk_unsuppress_profiles",
                    "get_bulk_unsuppress_profiles_job",
                    "request_profile_deletion",
                    "bulk_create_events",
                    "bulk_create_catalog_items",
                    "get_bulk_create_catalog_items_job",
                    "bulk_update_catalog_items",
                    "get_bulk_update_catalog_items_job",
                    "bulk_delete_catalog_items",
                    "get_bulk_delete_catalog_items_job",
                    "bulk_create_catalog_variants",
                    "get_bulk_create_variants_job",
                    "bulk_update_catalog_variants",
                    "get_bulk_update_variants_job",
                    "bulk_delete_catalog_variants",
                    "get_bulk_delete_variants_job",
                    "bulk_create_catalog_categories",
                    "get_bulk_create_categories_job",
                    "bulk_update_catalog_categories",
                    "get_bulk_update_categories_job",
                    "bulk_delete_catalog_categories",
                    "get_bulk_delete_categories_job",
                    "bulk_create_coupon_codes",
                    "get_bulk_create_coupon_codes_job",
                    "create_campaign",
                    "create_tag",
                    "update_tag",
                    "delete_tag",
                    "create_tag_group",
                    "update_tag_group",
                    "delete_tag_group",
                    "tag_flows",
                    "remove_tag_from_flows",
                    "tag_campaigns",
                    "remove_tag_from_campaigns",
                    "tag_lists",
                    "remove_tag_from_lists",
                    "tag_segments",
                    "remove_tag_from_segments",
                    "bulk_create_data_source_records",
                    "create_object_schema",
                    "create_object_schema_relationship",
                    "create_object_type",
                    "create_profile_schema_relationship",
                    "get_object_schema",
                    "get_object_types",
                    "update_object_schema",
                    "update_source_mapping",
                    "create_data_source",
                    "get_data_source",
                    "get_data_sources",
                    "get_profiles"),
            calling(
                    "klaviyo-spark",
                    "create_campaign",
                    "bulk_import_profiles",
                    "get_bulk_import_profiles_job",
                    "bulk_create_events",
                    "bulk_create_catalog_items",
                    "get_bulk_create_catalog_items_job",
                    "bulk_update_catalog_items",
                    "bulk_delete_catalog_items",
                    "bulk_create_catalog_variants",
                    "bulk_update_catalog_variants",
                    "bulk_delete_catalog_variants",
                    "bulk_create_catalog_categories",
                    "bulk_update_catalog_categories",
                    "bulk_delete_catalog_categories",
                    "bulk_create_coupon_codes",
                    "bulk_subscribe_profiles",
                    "bulk_unsubscribe_profiles",
                    "bulk_suppress_profiles",
                    "bulk_unsuppress_profiles",
                    "request_profile_deletion",
                    "create_tag",
                    "update_tag",
                    "delete_tag",
                    "create_tag_group",
                    "update_tag_group",
                    "delete_tag_group",
                    "tag_flows",
                    "remove_tag_from_flows",
                    "tag_campaigns",
                    "remove_tag_from_campaigns",
                    "tag_lists",
                    "remove_tag_from_lists",
                    "tag_segments",
                    "remove_tag_from_segments",
                    "bulk_create_data_source_records",
                    "bulk_delete_object_records",
                    "delete_object_type",
                    "get_actions_for_flow",
                    "get_bulk_import_profiles_jobs",
                    "get_campaigns",
                    "get_catalog_categories",
                    "get_catalog_items",
                    "get_catalog_variants",
                    "get_errors_for_bulk_import_profiles_job",
                    "get_events",
                    "get_flows",
                    "get_lists",
                    "get_messages_for_campaign",
                    "get_metrics",
                    "get_profiles_for_list",
                    "get_profiles_for_segment",
                    "get_segments",
                    "get_tag_group_for_tag",
                    "get_tag_groups",
                    "get_tags",
                    "get_ingestion_logs_for_object_type",
                    "get_records_for_object_type",
                    "create_data_source",
                    "get_data_source",
                    "get_data_sources",
                    "get_profiles"),
            calling(
                    "klaviyo-spark-compatibility",
                    "bulk_create_data_source_records",
                    "bulk_delete_object_records",
                    "create_object_type",
                    "get_records_for_object_type",
                    "get_data_sources",
                    "get_profiles"),
            calling(
                    "klaviyo-spark-jobs",
                    "bulk_create_data_source_records",
                    "bulk_delete_object_records",
                    "create_object_type",
                    "get_object_record",
                    "get_records_for_object_type",
                    "create_data_source",
                    "get_data_sources",
                    "get_profiles"),
            calling(
                    "klaviyo-spark-notebooks",
                    "bulk_create_data_source_records",
                    "bulk_create_events",
                    "bulk_delete_object_records",
                    "create_object_type",
                    "get_object_record",
                    "get_records_for_object_type",
                    "get_ingestion_logs_for_object_type",
                    "create_data_source",
                    "get_data_sources",
                    "get_events",
                    "get_profiles"),
            calling(
                    "klaviyo-spark-cluster",
                    "bulk_create_data_source_records",
                    "create_data_source",
                    "get_data_sources",
                    "get_profiles"));

    private static Suite calling(String module, String... operations) {
        return new Suite(module, Set.of(operations));
    }

    static Suite of(String module) {
        return ALL.stream()
                .filter(suite -> suite.module.equals(module))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no suite '" + module + "', there are "
                        + ALL.stream().map(Suite::module).sorted().collect(Collectors.joining(", "))
                        + "."));
    }
}
