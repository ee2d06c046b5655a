package io.github.klaviyospark.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.core.target.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of resources has every operation, and names for each what shows it over real HTTP. */
class ResourcesPageTest {

    private static final Path ROOT = root();

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern STARTS = Pattern.compile("KlaviyoEmulator\\s*\\.\\s*(start|builder)\\(");
    private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w+\\b");

    /** Every write that a shop has a use for, typed by hand: those of the contract, and those that others do in bulk. */
    private static final Set<String> WRITES = Set.of("""
            bulk_create_data_source_records create_data_source_record create_data_source delete_data_source create_object_type delete_object_type
            create_object_schema update_object_schema update_source_mapping create_profile_schema_relationship update_profile_schema_relationship
            delete_profile_schema_relationship create_object_schema_relationship update_object_schema_relationship delete_object_schema_relationship
            bulk_delete_object_records create_profile update_profile bulk_import_profiles bulk_subscribe_profiles bulk_unsubscribe_profiles
            bulk_suppress_profiles bulk_unsuppress_profiles create_event bulk_create_events bulk_create_catalog_items bulk_update_catalog_items
            bulk_delete_catalog_items bulk_create_catalog_variants bulk_update_catalog_variants bulk_delete_catalog_variants
            bulk_create_catalog_categories bulk_update_catalog_categories bulk_delete_catalog_categories create_catalog_item create_catalog_variant
            create_catalog_category bulk_create_coupon_codes request_profile_deletion create_tag update_tag delete_tag create_tag_group
            update_tag_group delete_tag_group tag_flows tag_campaigns tag_lists tag_segments remove_tag_from_flows remove_tag_from_campaigns
            remove_tag_from_lists remove_tag_from_segments create_client_event create_client_subscription
            """.strip().split("\\s+", -1));

    /** Reads that the guide of 2023-07-15 changes, and that are not asked for: what they say comes otherwise. */
    private static final Set<String> OF_THE_GUIDE = Set.of(
            "get_profile_for_event",
            "get_metric_for_event",
            "get_profile_id_for_event",
            "get_metric_id_for_event",
            "get_flow_for_flow_action",
            "get_flow_id_for_flow_action",
            "get_tag_group_id_for_tag",
            "get_message_ids_for_campaign",
            "get_campaign_for_campaign_message",
            "get_campaign_id_for_campaign_message",
            "get_template_for_campaign_message",
            "get_template_id_for_campaign_message");

    /** A row of the table. */
    record Line(String resource, Set<String> operations, String here, List<String> tests) {

        static Line of(String row) {
            String[] cells = row.split("\\|", -1);
            assertThat(cells).as(row).hasSize(6);
            return new Line(
                    cells[1].trim(),
                    code(cells[2]).collect(Collectors.toCollection(TreeSet::new)),
                    cells[3].trim(),
                    code(cells[4]).toList());
        }

        private static Stream<String> code(String cell) {
            return CODE.matcher(cell).results().map(match -> match.group(1));
        }

        /** Whether the connector asks Klaviyo for none of it. */
        boolean isLeftOut() {
            boolean isRead = here.startsWith("not read");
            return isRead || (here.startsWith("not sent") && !here.contains("archived requests"));
        }

        @Override
        public String toString() {
            return resource + " " + operations;
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static List<Line> lines() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/resources.md")).stream()
                .dropWhile(line -> !line.startsWith("| resource |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(Line::of)
                .toList();
    }

    /** The sources of the connector's tests; those of the emulator show what the emulator does. */
    private static Map<Path, String> sources() throws IOException {
        Map<Path, String> sources = new LinkedHashMap<>();
        for (String module : List.of("core", "spark-datasource", "jobs")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    sources.put(file, Files.readString(file));
                }
            }
        }
        return sources;
    }

    /** Where a test is that is named as {@code SomeTest}, or with the end of its package as {@code some.SomeTest}. */
    private static List<Path> called(String name, Map<Path, String> sources) {
        Path end = Path.of(name.replace('.', '/') + ".java");
        return sources.keySet().stream().filter(file -> file.endsWith(end)).toList();
    }

    /** Whether a test starts an emulator, by itself or by a class of its module's tests. */
    private static boolean isOverHttp(Path test, Map<Path, String> sources) {
        String source = sources.get(test);
        if (STARTS.matcher(source).find()) {
            return true;
        }
        Set<String> named = NAME.matcher(source)
                .results()
                .map(match -> match.group() + ".java")
                .collect(Collectors.toSet());
        Path module = ROOT.resolve(ROOT.relativize(test).getName(0));
        return sources.keySet().stream()
                .filter(file -> file.startsWith(module) && !file.equals(test))
                .filter(file -> named.contains(file.getFileName().toString()))
                .anyMatch(file -> STARTS.matcher(sources.get(file)).find());
    }

    @ParameterizedTest
    @MethodSource("lines")
    void isShownOverHttpByATestThatNobodyCanMistake(Line line) throws IOException {
        Map<Path, String> sources = sources();
        List<Path> tests = new ArrayList<>();
        for (String test : line.tests()) {
            assertThat(called(test, sources)).as(test).hasSize(1);
            tests.addAll(called(test, sources));
        }

        if (line.isLeftOut()) {
            assertThat(tests).isEmpty();
        } else {
            assertThat(tests).anyMatch(test -> isOverHttp(test, sources));
        }
    }

    @Test
    void saysWhichTestsAreNotOverHttp() throws IOException {
        Map<Path, String> sources = sources();
        Set<String> only = new TreeSet<>();
        for (Line line : lines()) {
            line.tests().stream()
                    .filter(test -> called(test, sources).stream().noneMatch(file -> isOverHttp(file, sources)))
                    .forEach(only::add);
        }

        assertThat(only).containsExactly("GoldenTest", "RelationshipShapesTest");
        assertThat(Files.readString(ROOT.resolve("docs/resources.md")))
                .contains("except for those that only look at requests and pages: "
                        + only.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", ")) + ".");
    }

    @Test
    void hasEveryOperation() throws IOException {
        Set<String> expected = Files.readAllLines(ROOT.resolve(
                        "openapi/src/main/resources/io/github/klaviyospark/openapi/contract-operations.txt"))
                .stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(expected).hasSizeGreaterThan(100);
        expected.addAll(WRITES);
        expected.addAll(OF_THE_GUIDE);
        Set<String> named = new TreeSet<>();
        lines().forEach(line -> named.addAll(line.operations()));

        assertThat(named).isEqualTo(expected);
    }

    /** An operation that is sent or read somewhere is left out nowhere. */
    @Test
    void saysOneThingOfEachOperation() throws IOException {
        Set<String> leftOut = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        lines().forEach(line -> (line.isLeftOut() ? leftOut : used).addAll(line.operations()));

        assertThat(leftOut).doesNotContainAnyElementsOf(used);
    }

    @Test
    void namesAllThatCanBeWritten() throws IOException {
        String table = lines().stream().map(Line::here).collect(Collectors.joining("\n"));

        assertThat(Targets.all().stream().map(Target::name).distinct())
                .isNotEmpty()
                .allMatch(name -> table.contains("`save(\"" + name + "\")`"));
    }

    /** The rule of what starts an emulator, on sources whose answer is known. */
    @Test
    void tellsTestsThatStartAnEmulatorFromThoseThatDoNot() throws IOException {
        Map<Path, String> sources = sources();

        for (String test : Arrays.asList("ResourceStateTest", "ReplayTest", "EveryTargetTest")) {
            assertThat(isOverHttp(called(test, sources).get(0), sources))
                    .as(test)
                    .isTrue();
        }
        for (String test : Arrays.asList("GoldenTest", "RelationshipShapesTest", "OptionsPageTest")) {
            assertThat(isOverHttp(called(test, sources).get(0), sources))
                    .as(test)
                    .isFalse();
        }
        assertThat(called("EventsTest", sources)).hasSize(2);
        assertThat(called("stream.EventsTest", sources)).hasSize(1);
    }
}
