package io.github.klaviyospark.core.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectionsTest {

    @Test
    void areFoundByTheirPaths() {
        CollectionDescriptor members = Collections.find("lists/Y6nRLr/profiles").orElseThrow();

        assertThat(members.name()).isEqualTo("lists/Y6nRLr/profiles");
        assertThat(members.template()).isEqualTo("lists/{id}/profiles");
        assertThat(members.resource()).contains("Y6nRLr");
        assertThat(members.needsResource()).isFalse();
        assertThat(Collections.find("profiles").orElseThrow().resource()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "profile", "profiles/", "/profiles", "lists/profiles", "lists/Y6nRLr/events", "lists//"
            })
    void areNotFoundByOtherPaths(String path) {
        assertThat(Collections.find(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lists//profiles",
                "lists/../profiles",
                "lists/./profiles",
                "lists/a/b/profiles",
                "lists/a b/profiles",
                "lists/a%2fb/profiles",
                "lists/a?b/profiles",
                "lists/{id}/profiles",
                "lists/a\nb/profiles"
            })
    void refuseWhatCannotBeAnId(String path) {
        assertThatThrownBy(() -> Collections.find(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "cannot be the id of one of the lists. Ids have no blanks, slashes or percent signs;"
                                + " give the id itself, which is encoded when it is sent.");
    }

    /** A filter, an order or a relationship of a column that is not there would say nothing. */
    @Test
    void speakOfColumnsThatTheyHave() {
        for (CollectionDescriptor collection : Collections.all()) {
            Set<String> columns = new java.util.HashSet<>(List.of("id"));
            collection.fields().forEach(field -> columns.add(field.name()));
            List<String> related = new ArrayList<>();
            collection.relationships().forEach(relationship -> related.add(relationship.column()));
            collection.includes().forEach(include -> related.add(include.name().replace('-', '_')));
            assertThat(related).as(collection.name()).doesNotHaveDuplicates().doesNotContainAnyElementsOf(columns);
            columns.addAll(related);

            collection.filters().forEach(filter -> filter.column()
                    .ifPresent(column ->
                            assertThat(columns).as(collection.name()).contains(column.replaceFirst("\\..*", ""))));
            assertThat(collection.sortKeys().stream().filter(collection::isOrderedBy))
                    .as(collection.name())
                    .allMatch(columns::contains);
            assertThat(collection.sliceField().stream()).allMatch(collection::isOrderedBy);
        }
    }

    @Test
    void tellTheTimesThatMatter() {
        assertThat(Collections.all().stream()
                        .filter(collection -> collection.sliceField().isPresent()
                                || collection.followField().isPresent())
                        .map(collection -> collection.template() + " "
                                + collection.sliceField().orElse("-") + " "
                                + collection.followField().orElse("-")))
                .containsExactly(
                        "profiles created updated",
                        "lists/{id}/profiles joined_group_at joined_group_at",
                        "segments/{id}/profiles joined_group_at joined_group_at",
                        "events datetime datetime",
                        "object-types/{id}/object-ingestion-logs - timestamp",
                        "campaigns created_at updated_at");
    }

    @Test
    void tellTheSizeOfPages() {
        CollectionDescriptor events = Collections.find("events").orElseThrow();
        CollectionDescriptor metrics = Collections.find("metrics").orElseThrow();

        assertThat(events.maxPageSize()).isEqualTo(200);
        assertThat(events.withPageSize(1_000).maxPageSize()).isEqualTo(1_000);
        assertThatThrownBy(() -> events.withPageSize(1_001))
                .hasMessage("Pages of events have at most 1000, and 1001 are asked for.");
        assertThat(metrics.takesPageSize()).isFalse();
        assertThat(metrics.maxPageSize()).isEqualTo(200);
        assertThatThrownBy(() -> metrics.withPageSize(100))
                .hasMessage("Pages of metrics have a size that Klaviyo sets, and 100 are asked for.");
    }

    @Test
    void tellWhatAResourceHasOneOf() {
        CollectionDescriptor group = Collections.find("tags/01H0/tag-group").orElseThrow();

        assertThat(group.isOne()).isTrue();
        assertThat(group.maxPageSize()).isEqualTo(1);
        assertThat(group.takesPageSize()).isFalse();
        assertThat(group.operation(List.of()).limits()).hasToString("3/1s,60/60s");
        assertThat(Collections.all().stream()
                        .filter(CollectionDescriptor::isOne)
                        .map(CollectionDescriptor::template))
                .containsExactly("tags/{id}/tag-group");
    }
}
