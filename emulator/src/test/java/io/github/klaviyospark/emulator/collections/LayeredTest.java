package io.github.klaviyospark.emulator.collections;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.collections.Seeded.Run;
import io.github.klaviyospark.emulator.collections.Source.Wanted;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Resources of the seed under loaded ones, as they are replaced, removed and put back. */
final class LayeredTest {
    private static final Order ID = new Order("id", false, Resource::id);
    private static final Order DOWN = new Order("-id", true, Resource::id);

    private final Layered seeded = Layered.of(seed("a", "b", "c", "d"), ID);

    @Test
    void whatIsRemovedIsGoneFromEveryRead() {
        Layered left = seeded.without(List.of("b", "d", "nothing"));

        assertThat(ids(left)).containsExactly("a", "c");
        assertThat(left.find("b")).isEmpty();
        assertThat(left.find("c")).isPresent();
        assertThat(left.page(DOWN, Wanted.ALL, null, true, 10))
                .extracting(Resource::id)
                .containsExactly("c", "a");
        assertThat(left.page(ID, Wanted.ALL, new Place("b", "b"), true, 10))
                .extracting(Resource::id)
                .containsExactly("c");
        assertThat(ids(seeded)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void whatIsPutBackIsThereOnce() {
        Layered back = seeded.without(List.of("b")).with(List.of(resource("b", "new")));

        assertThat(ids(back)).containsExactly("a", "b", "c", "d");
        assertThat(back.find("b").orElseThrow().value("name")).isEqualTo("new");
        assertThat(ids(back.without(List.of("b")))).containsExactly("a", "c", "d");
    }

    @Test
    void aReplacedResourceIsRemovedAltogether() {
        Layered left = seeded.with(List.of(resource("b", "new"), resource("e", "more")))
                .without(List.of("b", "e"));

        assertThat(ids(left)).containsExactly("a", "c", "d");
        assertThat(left.find("b")).isEmpty();
    }

    private static List<String> ids(Layered layered) {
        return layered.all().map(Resource::id).toList();
    }

    private static HeldResource resource(String id, String name) {
        return new HeldResource(id, Map.of("name", name), Map.of());
    }

    private static Seeded seed(String... ids) {
        List<HeldResource> all =
                List.of(ids).stream().map(id -> resource(id, "seeded")).toList();
        return new Seeded() {
            @Override
            public Run by(Order order) {
                Comparator<Resource> comparator = (one, other) -> order.compare(order.place(one), order.place(other));
                return Run.of(all.stream().sorted(comparator).toList());
            }

            @Override
            public Optional<Resource> find(String id) {
                return all.stream()
                        .filter(resource -> resource.id().equals(id))
                        .map(resource -> (Resource) resource)
                        .findFirst();
            }
        };
    }
}
