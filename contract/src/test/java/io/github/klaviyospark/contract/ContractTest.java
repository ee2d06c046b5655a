package io.github.klaviyospark.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The run that ends with this module. It is judged however it went; nothing here can be left out. */
final class ContractTest {

    @Test
    void everyRequestOfTheConnectorAndEveryAnswerOfAnEmulatorKeptTheContract() throws Exception {
        Path logs = Path.of(setting("contract.logs"));
        List<Suite> suites = Arrays.stream(setting("contract.suites").split(","))
                .map(Suite::of)
                .toList();

        Verdict verdict = Verdict.of(logs, suites);

        System.out.println(verdict.summary());
        assertThat(verdict.problems())
                .as(() -> verdict.summary() + "\n" + String.join("\n", verdict.problems()))
                .isEmpty();
    }

    private static String setting(String name) {
        return Objects.requireNonNull(System.getProperty(name), () -> "The build must set " + name + ".");
    }
}
