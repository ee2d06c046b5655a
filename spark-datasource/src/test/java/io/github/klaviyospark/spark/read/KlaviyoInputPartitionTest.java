package io.github.klaviyospark.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.page.Demand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class KlaviyoInputPartitionTest {

    private static KlaviyoInputPartition.Chain chain(Map<Integer, Set<String>> ownTexts) {
        ReadPlan.Chain chain = new ReadPlan.Chain(Map.of("filter", "any(phone_number,[\"a\"])"), ownTexts);
        return new KlaviyoInputPartition(
                        Collections.find("profiles").orElseThrow().operation(List.of()),
                        null,
                        List.of(chain),
                        Long.MAX_VALUE,
                        Demand.ALL)
                .chains()
                .get(0);
    }

    private static InternalRow row(String id, String phone) {
        return new GenericInternalRow(
                new Object[] {UTF8String.fromString(id), phone == null ? null : UTF8String.fromString(phone)});
    }

    /** A server that brings numbers into one form finds one profile by several spellings, in several chains. */
    @Test
    void keepsWhatHasItsOwnTexts() {
        KlaviyoInputPartition.Chain chain = chain(Map.of(1, Set.of("+46700000001", "+46700000002")));

        assertThat(chain.owns(row("a", "+46700000001"))).isTrue();
        assertThat(chain.owns(row("b", "0046 70 000 00 01"))).isFalse();
        assertThat(chain.owns(row("c", null))).isFalse();
    }

    @Test
    void keepsEverythingWhenThereIsOneChain() {
        assertThat(chain(Map.of()).owns(row("a", null))).isTrue();
    }

    @Test
    void showsNoTexts() {
        assertThat(chain(Map.of(1, Set.of("+46700000001")))).hasToString("Chain[filter]");
    }
}
