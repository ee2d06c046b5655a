package io.github.klaviyospark.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerdictTest {
    private static final String START = "{'event':'start','emulator':1,'serves':['create_data_source','get_profiles']}";
    private static final Suite NOTEBOOKS =
            new Suite("klaviyo-spark-notebooks", Set.of("bulk_create_data_source_records"));
    private static final String CREATED = exchange("create_data_source", "klaviyo-spark");

    @TempDir
    private Path logs;

    private Path folder;

    @BeforeEach
    void makeTheFolder() throws IOException {
        folder = Files.createDirectory(logs.resolve("klaviyo-spark-notebooks"));
    }

    @Test
    void aRunThatKeptTheContractIsSummedUpInOneLine() throws IOException {
        log("1", START, bulk("klaviyo-spark"), bulk("klaviyo-spark"), "{'event':'close','emulator':1,'answered':2}");
        log("2", START, bulk("klaviyo-spark-x"), bulk("Java-http-client"), CREATED);

        assertThat(verdict().problems()).isEmpty();
        assertThat(verdict().summary())
                .isEqualTo("Contract: 4 requests of the connector and 5 answers checked, 0 violations;"
                        + " by operation bulk_create_data_source_records 3/4, create_data_source 1/1");
    }

    @Test
    void aFolderThatIsMissingOrEmptyIsAProblem() throws IOException {
        assertProblems("The folder " + folder + " is empty: no emulator checked anything.");
        Files.delete(folder);
        assertProblems("There is no folder " + folder + ": no emulator was told to check anything.");
    }

    @Test
    void violationsAreCountedAndListed() throws IOException {
        String violation = "{'event':'violation','emulator':1,'operation':'get_profiles','agent':'klaviyo-spark',"
                + "'status':200,'side':'answer','rule':'is missing','place':'/data'}";
        log("1", START, bulk("klaviyo-spark"), violation, violation);

        assertProblems("2 x answer of get_profiles, status 200, client klaviyo-spark: '/data' is missing");
        assertThat(verdict().summary()).contains("2 violations");
    }

    @Test
    void anAnswerThatWasNotCheckedIsAProblem() throws IOException {
        log("1", START, bulk("klaviyo-spark"), "{'event':'close','emulator':1,'answered':3}");

        assertProblems("1.jsonl: emulator 1 gave 2 answers that were not checked.");
    }

    @Test
    void anEmulatorThatAnsweredAndCheckedNothingIsAProblem() throws IOException {
        log("1", START, bulk("klaviyo-spark"));
        log("2", START, "{'event':'close','emulator':1,'answered':1}");

        assertProblems("2.jsonl: emulator 1 gave 1 answers that were not checked.");
    }

    @Test
    void anOperationThatTheConnectorNeverCalledIsAProblem() throws IOException {
        log("1", START, bulk("Java-http-client"), CREATED);

        assertProblems("The connector never called bulk_create_data_source_records.");
    }

    @Test
    void anOperationThatTheEmulatorServesMustBeAnswered() throws IOException {
        folder = Files.createDirectory(logs.resolve("klaviyo-emulator"));
        log("1", START, CREATED);

        assertThat(Verdict.of(logs, List.of(Suite.EMULATOR)).problems())
                .containsExactly("klaviyo-emulator: No answer of get_profiles was checked.");
    }

    @Test
    void whatIsNoLogIsAProblem() throws IOException {
        log("1", START, "{'event':", "{'event':'lunch'}");
        log("2");

        assertProblems(
                "1.jsonl, line 2 is no JSON.", "1.jsonl, line 3 is of no known kind.", "2.jsonl tells of no emulator.");
    }

    @Test
    void numbersAreWrittenAlikeEverywhere() throws IOException {
        log("1", START, (bulk("klaviyo-spark") + "\n").repeat(1_500));
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(verdict().summary()).startsWith("Contract: 1,500 requests");
        } finally {
            Locale.setDefault(usual);
        }
    }

    @Test
    void aRunWithoutSuitesIsAProblem() throws IOException {
        assertThat(Verdict.of(logs, List.of()).problems())
                .containsExactly("No suite was named, so that nothing could be judged.");
        assertThatThrownBy(() -> Suite.of(""))
                .hasMessage(
                        "There is no suite '', there are klaviyo-core, klaviyo-emulator, klaviyo-spark, klaviyo-spark-cluster,"
                                + " klaviyo-spark-compatibility, klaviyo-spark-jobs, klaviyo-spark-notebooks.");
    }

    private void assertProblems(String... problems) throws IOException {
        assertThat(verdict().problems())
                .containsExactlyElementsOf(List.of(problems).stream()
                        .map(text -> "klaviyo-spark-notebooks: " + text)
                        .toList());
    }

    private Verdict verdict() throws IOException {
        return Verdict.of(logs, List.of(NOTEBOOKS));
    }

    private void log(String name, String... lines) throws IOException {
        Files.writeString(
                folder.resolve(name + ".jsonl"),
                String.join("\n", lines).replace('\'', '"').strip());
    }

    private static String bulk(String agent) {
        return exchange("bulk_create_data_source_records", agent);
    }

    private static String exchange(String operation, String agent) {
        return "{'event':'exchange','emulator':1,'operation':'" + operation + "','agent':'" + agent
                + "','status':204,'request':true,'answer':true}";
    }
}
