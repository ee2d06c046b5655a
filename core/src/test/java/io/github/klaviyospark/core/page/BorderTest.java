package io.github.klaviyospark.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BorderTest {

    private final Border<String> border = new Border<>(false);

    private List<String> take(String... ids) {
        return border.withoutRepeated(new Page<>(List.of(ids), List.of(ids), null));
    }

    @Test
    void takesWhatStandsOnBothSidesOnce() {
        assertThat(take("a", "b", "c")).containsExactly("a", "b", "c");
        assertThat(take("c", "d")).containsExactly("d");
        assertThat(take("d")).isEmpty();
        assertThat(take("e", "e")).containsExactly("e");
        assertThat(border.repeated()).isEqualTo(3);
    }

    @Test
    void remembersOnePageOnly() {
        take("a");
        take("b");

        assertThat(take("a")).containsExactly("a");
    }

    @Test
    void remembersAllPagesWhereResourcesMove() {
        Border<String> moving = new Border<>(true);
        moving.withoutRepeated(new Page<>(List.of("a"), List.of("a"), null));
        moving.withoutRepeated(new Page<>(List.of("b"), List.of("b"), null));

        assertThat(moving.withoutRepeated(new Page<>(List.of("a", "c"), List.of("a", "c"), null)))
                .containsExactly("c");
    }
}
