package io.github.klaviyospark.spark.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.client.UnreadableAnswerException;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What revisions before 2023-07-15 say in plural, in lists or in attributes, and what is a relationship today, is one row. */
class RelationshipShapesTest {

    private static InternalRow read(String path, String resource) throws UnreadableAnswerException {
        return rows(path, "[{\"id\":\"R1\"," + resource + "}]").get(0);
    }

    private static List<InternalRow> rows(String path, String data) throws UnreadableAnswerException {
        CollectionDescriptor collection = Collections.find(path).orElseThrow();
        StructType all = CollectionSchema.of(collection, List.of());
        String page = "{\"data\":" + data + "}";
        return new PageDecoder(all, collection)
                .read(page.getBytes(StandardCharsets.UTF_8))
                .resources();
    }

    private static void same(String path, String former, String current) throws UnreadableAnswerException {
        InternalRow expected = read(path, current);

        assertThat(read(path, former)).isEqualTo(expected);
        assertThat(expected).isNotEqualTo(read(path, "\"attributes\":{}"));
    }

    private static String text(String path, String column, String resource) throws UnreadableAnswerException {
        CollectionDescriptor collection = Collections.find(path).orElseThrow();
        int index = CollectionSchema.of(collection, List.of()).fieldIndex(column);
        InternalRow row = read(path, resource);
        return row.isNullAt(index) ? null : row.getUTF8String(index).toString();
    }

    @Test
    void ofEvents() throws UnreadableAnswerException {
        String current =
                "\"attributes\":{\"timestamp\":7,\"datetime\":\"2023-06-30T19:52:09+00:00\"},\"relationships\":{"
                        + "\"profile\":{\"data\":{\"type\":\"profile\",\"id\":\"P1\"}},\"metric\":{\"data\":{\"type\":\"metric\",\"id\":\"M1\"}}}";

        same(
                "events",
                "\"attributes\":{\"timestamp\":7,\"datetime\":\"2023-06-30 19:52:09+00:00\"},\"relationships\":{"
                        + "\"profiles\":{\"data\":[{\"type\":\"profile\",\"id\":\"P1\"}]},"
                        + "\"metrics\":{\"data\":[{\"type\":\"metric\",\"id\":\"M1\"}]}}",
                current);
        same(
                "events",
                "\"attributes\":{\"metric_id\":\"M1\",\"timestamp\":7,\"profile_id\":\"P1\",\"datetime\":\"2023-06-30 19:52:09Z\"}",
                current);
    }

    @Test
    void ofFlowActions() throws UnreadableAnswerException {
        same(
                "flows/F1/flow-actions",
                "\"relationships\":{\"flows\":{\"data\":[{\"type\":\"flow\",\"id\":\"F1\"}]}}",
                "\"relationships\":{\"flow\":{\"data\":{\"type\":\"flow\",\"id\":\"F1\"}}}");
    }

    @Test
    void ofTags() throws UnreadableAnswerException {
        same(
                "tags",
                "\"relationships\":{\"tag-group\":{\"data\":[{\"type\":\"tag-group\",\"id\":\"G1\"}]}}",
                "\"relationships\":{\"tag-group\":{\"data\":{\"type\":\"tag-group\",\"id\":\"G1\"}}}");
    }

    @Test
    void ofTheGroupOfATag() throws UnreadableAnswerException {
        String group =
                "{\"type\":\"tag-group\",\"id\":\"G1\",\"attributes\":{\"name\":\"n\",\"exclusive\":true,\"default\":false}}";
        List<InternalRow> current = rows("tags/T1/tag-group", group);

        assertThat(rows("tags/T1/tag-group", "[" + group + "]"))
                .isEqualTo(current)
                .hasSize(1);
        assertThat(current).isEqualTo(rows("tag-groups", "[" + group + "]"));
        assertThat(rows("tags/T1/tag-group", "null")).isEmpty();
        assertThat(rows("tags/T1/tag-group", "[]")).isEmpty();
        for (String odd : List.of("{}", "7", "[null]", "{\"id\":null}")) {
            assertThatThrownBy(() -> rows("tags/T1/tag-group", odd))
                    .isInstanceOf(UnreadableAnswerException.class)
                    .hasMessage("the page has a resource without an id");
        }
        assertThatThrownBy(() -> rows("tag-groups", group))
                .as("what is always a list is not one")
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessage("the page has no data");
    }

    @Test
    void ofCampaigns() throws UnreadableAnswerException {
        same(
                "campaigns",
                "\"attributes\":{\"name\":\"n\",\"message\":\"M1\"}",
                "\"attributes\":{\"name\":\"n\"},\"relationships\":{\"campaign-messages\":{\"data\":[{\"type\":\"campaign-message\",\"id\":\"M1\"}]}}");
    }

    @Test
    void ofCampaignMessages() throws UnreadableAnswerException {
        same(
                "campaigns/C1/campaign-messages",
                "\"attributes\":{\"campaign_id\":\"C1\",\"content\":{\"subject\":\"s\",\"template_id\":\"T1\",\"template_name\":\"t\"}}",
                "\"relationships\":{\"campaign\":{\"data\":{\"type\":\"campaign\",\"id\":\"C1\"}},"
                        + "\"template\":{\"data\":{\"type\":\"template\",\"id\":\"T1\"}}}");
        assertThat(text(
                        "campaigns/C1/campaign-messages",
                        "template_id",
                        "\"relationships\":{\"templates\":{\"data\":{\"type\":\"template\",\"id\":\"T1\"}}}"))
                .as("one example of the migration guide has it in plural")
                .isEqualTo("T1");
    }

    /** As docs/read.md says: no living revision has them, so that nobody can get them and they have no column. */
    @Test
    void keepsNoPartsOfAMessageThatStoodSideBySide() throws UnreadableAnswerException {
        assertThat(read(
                        "campaigns/C1/campaign-messages",
                        "\"attributes\":{\"channel\":\"email\",\"label\":\"l\",\"content\":{\"template_name\":\"t\"}}"))
                .isEqualTo(read("campaigns/C1/campaign-messages", "\"attributes\":{}"));
    }

    @Test
    void wherePartsAreMissingOrOddOrInAnotherOrder() throws UnreadableAnswerException {
        assertThat(text("events", "metric_id", "\"relationships\":{\"metric\":{\"data\":null}}"))
                .isNull();
        assertThat(text("events", "metric_id", "\"relationships\":{\"metrics\":{\"data\":[]}}"))
                .isNull();
        assertThat(text("events", "metric_id", "\"attributes\":{\"metric_id\":[1]}"))
                .isNull();
        assertThat(
                        text(
                                "events",
                                "metric_id",
                                "\"relationships\":{\"metric\":{\"data\":{\"id\":\"M1\"}}},\"attributes\":{\"metric_id\":null}"))
                .as("an attribute without a value takes nothing away")
                .isEqualTo("M1");
        assertThat(text(
                        "campaigns/C1/campaign-messages",
                        "template_id",
                        "\"attributes\":{\"content\":[{\"template_id\":\"T1\"}]}"))
                .isNull();
    }
}
