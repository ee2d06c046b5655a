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

    /** Requests that name their resource in the path only say the same when they tag and when they untag. */
    @Test
    void haveTheirOwnPayloadsOnly() throws IOException {
        for (Golden golden : Golden.all()) {
            if (!golden.target().name().matches("(events|catalog|coupon|tag).*")
                    || golden.body().isMissingNode()) {
                continue;
            }
            for (Target other : Targets.all()) {
                boolean isTagging = other.resourceColumn().isPresent()
                        && other.name().equals(golden.target().name());
                if (other != golden.target() && !isTagging) {
                    assertThat(Golden.read(other, golden.body()))
                            .as("%s read by %s", golden, other)
                            .isEmpty();
                }
            }
        }
    }
}
