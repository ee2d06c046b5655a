package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A verb that is called in the JVM of somebody else, as a JAR task of Databricks is. */
class GuestTest {

    @Test
    void returnsOrThrowsAndLeavesTheSession() {
        try (JobSession session = JobSession.open("host")) {
            Main.main(new String[] {"plan", "--query", "SELECT 1 AS id", "--data-source", "pets"});
            assertThatThrownBy(() -> Main.main(new String[] {"plan", "--input", "none.csv"}))
                    .isInstanceOf(JobException.class)
                    .hasMessage("The job ended with exit code 1. What it said before tells why.");
            assertThatThrownBy(() -> Main.main(new String[] {"plan", "--input", "none.txt"}))
                    .hasMessageContaining("exit code 2.");

            assertThat(session.spark().range(3).count()).isEqualTo(3);
        }
    }
}
