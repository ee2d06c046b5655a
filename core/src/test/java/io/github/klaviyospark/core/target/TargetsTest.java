package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class TargetsTest {

    /** Executors get them from the driver. */
    @Test
    void travel() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            for (Target each : Targets.all()) {
                out.writeObject(each);
            }
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (Target each : Targets.all()) {
                Target there = (Target) in.readObject();

                assertThat(there).hasToString(each.toString());
                assertThat(there.columns()).isEqualTo(each.columns());
                assertThat(there.operation()).isEqualTo(each.operation());
            }
        }
    }
}
