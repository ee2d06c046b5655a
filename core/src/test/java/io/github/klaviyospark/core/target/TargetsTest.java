package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.JobKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            if (!golden.target().name().matches("(events|catalog|coupon|campaign|tag).*")
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "events | CREATE | 1000 | 10/1s,150/60s | true | 0",
                "catalog-items | CREATE | 100 | 75/1s,750/60s | false | 500",
                "catalog-items | DELETE | 100 | 75/1s,750/60s | false | 500",
                "catalog-variants | UPDATE | 100 | 75/1s,750/60s | false | 500",
                "catalog-categories | UPDATE | 100 | 75/1s,750/60s | false | 500",
                "coupon-codes | CREATE | 1000 | 75/1s,750/60s | false | 100",
                "campaigns | CREATE | 1 | 10/1s,150/60s | false | 0",
                "tags | CREATE | 1 | 3/1s,60/60s | false | 0",
                "tags | UPDATE | 1 | 3/1s,60/60s | true | 0",
                "tag-groups | DELETE | 1 | 3/1s,60/60s | true | 0",
                "tag-segments | DELETE | 100 | 3/1s,60/60s | true | 0"
            })
    void keepToTheLimitsThatKlaviyoNames(
            String name, Change change, int records, String quota, boolean isRepeatable, int openJobs) {
        Target target = Targets.find(name, change).orElseThrow();

        assertThat(target.limits()).isEqualTo(new ChunkLimits(records, 5_000_000, 5_000_000));
        assertThat(target.operation().limits()).hasToString(quota);
        assertThat(target.operation().repeatable()).isEqualTo(isRepeatable);
        assertThat(target.job().map(JobKind::open).orElse(0)).isEqualTo(openJobs);
    }
}
