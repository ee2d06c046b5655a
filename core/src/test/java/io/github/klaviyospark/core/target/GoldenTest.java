package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.emulator.contract.ContractCheck;
import io.github.klaviyospark.emulator.contract.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are known: what rows become, what they are read back as, and what their predecessors are read as. */
class GoldenTest {

    /** The targets whose requests had another form before 2023-07-15. */
    private static final Set<String> MIGRATED = Set.of(
            "events",
            "campaigns",
            "tags",
            "catalog-items",
            "catalog-items (update)",
            "catalog-items (delete)",
            "catalog-variants",
            "catalog-variants (update)",
            "catalog-variants (delete)",
            "catalog-categories",
            "catalog-categories (update)",
            "catalog-categories (delete)",
            "subscriptions",
            "unsubscriptions",
            "suppressions",
            "unsuppressions",
            "data-privacy-deletions");

    static List<Golden> all() throws IOException {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void makesTheRequestOfItsRows(Golden golden) throws IOException {
        Target target = golden.target();
        Operation operation = target.operation();

        assertThat(golden.rows()).isNotEmpty();
        assertThat(golden.method()).isEqualTo(operation.method());
        assertThat(golden.path()).matches(Pattern.quote(operation.path()).replace("{id}", "\\E[^/{}]+\\Q"));
        List<JsonNode> requests = Golden.requests(target, golden.rows());
        assertThat(requests).hasSize(1);
        if (!golden.body().isMissingNode()) {
            assertThat(requests.get(0)).isEqualTo(golden.body());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsTheRowsBack(Golden golden) throws IOException {
        if (!golden.body().isMissingNode()) {
            assertThat(Golden.read(golden.target(), golden.body())).isEqualTo(golden.readBack());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsTheSameFromEarlierForms(Golden golden) throws IOException {
        for (JsonNode before : golden.before()) {
            assertThat(golden.readBefore(before))
                    .as(before.path("why").asText())
                    .isEqualTo(golden.rowsOf(before));
        }
    }

    /** The contract is made from Klaviyo's own document, by code that knows nothing of the targets. */
    @ParameterizedTest
    @MethodSource("all")
    void keepsToTheContract(Golden golden, @TempDir Path logs) {
        ContractCheck check =
                ContractCheck.start(logs, List.of(golden.target().operation().label()));
        Map<String, List<String>> headers = Map.of(
                "user-agent", List.of("klaviyo-spark/golden"),
                "accept", List.of("application/vnd.api+json"),
                "content-type", List.of("application/vnd.api+json"),
                "authorization", List.of("Klaviyo-API-Key pk_golden"),
                "revision", List.of(Revisions.CURRENT));
        byte[] body = golden.body().isMissingNode() ? new byte[0] : RowTarget.bytes(golden.body());

        check.exchange(new Traffic(golden.method(), golden.path(), null, headers, body).spoiled(0));
        check.close(1);

        assertThat(check.report()).containsEntry("violations", List.of()).containsEntry("checked", 1L);
        assertThat(logs).isDirectoryRecursivelyContaining(file -> logged(file, golden.operationId()));
    }

    private static boolean logged(Path log, String operationId) {
        try {
            return Files.readString(log).contains("\"operation\":\"" + operationId + "\"");
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void existsForEachTarget() throws IOException {
        assertThat(names(Golden.all())).isEqualTo(names(Targets.all()));
    }

    @Test
    void knowsWhatTheMigratedRequestsWereBefore() throws IOException {
        Set<String> migrated = names(Targets.all());
        migrated.retainAll(MIGRATED);

        assertThat(names(Golden.all().stream()
                        .filter(golden -> !golden.before().isEmpty())
                        .toList()))
                .containsAll(migrated);
    }

    /** A payload of one target is none of another's, and one that says nothing has no rows. */
    @ParameterizedTest
    @MethodSource("all")
    void isForNobodyElse(Golden golden) throws IOException {
        JsonNode stranger =
                RowTarget.JSON.readTree("{\"data\":{\"type\":\"stranger\",\"attributes\":{\"profiles\":[{}]}}}");

        assertThat(Golden.read(golden.target(), stranger)).isEmpty();
        assertThat(Golden.read(golden.target(), RowTarget.JSON.readTree("{}"))).isEmpty();
    }

    private static Set<String> names(List<?> of) {
        return of.stream()
                .map(each -> each instanceof Golden golden ? golden.target().toString() : each.toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
