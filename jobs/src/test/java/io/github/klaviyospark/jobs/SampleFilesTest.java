package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Compares the committed samples with their generator; with {@code -Dsamples.write=true} it writes them first. */
class SampleFilesTest {

    private static final Path SAMPLES = Path.of("samples");

    @Test
    void areWhatTheGeneratorMakes() throws IOException {
        check("pets.jsonl", SampleGenerator.pets());
        check("subscriptions.jsonl", SampleGenerator.subscriptions());
        check("customers.csv", SampleGenerator.customers());
    }

    private static void check(String name, String expected) throws IOException {
        Path file = SAMPLES.resolve(name);
        if (Boolean.getBoolean("samples.write")) {
            Files.createDirectories(SAMPLES);
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }
}
