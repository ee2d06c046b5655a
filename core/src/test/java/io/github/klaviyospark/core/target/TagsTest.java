package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.Shaping.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tags | CREATE | {'name':null} | column name is null, and must be given",
                "tags | CREATE | {'name':''} | column name is empty, and must be given",
                "tags | UPDATE | {'name':'a'} | column id is null, and must be given",
                "tags | UPDATE | {'id':'a'} | column name is null, and must be given",
                "tags | DELETE | {'id':''} | column id is empty, and must be given",
                "tag-groups | CREATE | {'name':'a','exclusive':'rather'} | column exclusive is neither true nor false",
                "tag-flows | CREATE | {'flow_id':'a'} | column tag_id is null, and must be given",
                "tag-lists | DELETE | {'tag_id':'a','list_id':''} | column list_id is empty, and must be given",
                "tag-segments | CREATE | {'tag_id':'a','segment_id':true} | column segment_id holds no text"
            })
    void refusesARowThatKlaviyoWouldRefuse(String name, Change change, String row, String message) {
        assertThatThrownBy(() -> of(name, change).shape(row))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(message);
    }

    @Test
    void oneRequestIsAboutOneTag() throws IOException {
        Shaping flows = of("tag-flows", Change.CREATE);
        Envelope one = flows.shape("{'tag_id':'t1','flow_id':'a'}").envelope();

        assertThat(flows.shape("{'tag_id':'t1','flow_id':'b'}").envelope()).isEqualTo(one);
        assertThat(flows.shape("{'tag_id':'t2','flow_id':'a'}").envelope()).isNotEqualTo(one);
    }

    @Test
    void whatIsRemovedIsNamedInThePathOnly() throws IOException {
        Envelope envelope = of("tags", Change.DELETE).shape("{'id':'t1'}").envelope();

        assertThat(envelope).isEqualTo(Envelope.of("{\"data\":", "}").to("t1").withoutBody());
    }

    @Test
    void theTagIsNamedInThePathOnly() throws IOException {
        Shaping flows = of("tag-flows", Change.DELETE);
        String request = flows.request("{'tag_id':'t1','flow_id':'a'}");

        assertThat(request).doesNotContain("t1");
        assertThat(flows.rows(request)).containsExactly(tree("{'flow_id':'a'}"));
        assertThat(target("tag-flows", Change.DELETE).resourceColumn()).contains("tag_id");
    }

    @Test
    void makingIsNotRepeated() {
        List<String> once = new ArrayList<>();
        for (Target target : Targets.all()) {
            if (target.name().startsWith("tag") && !target.operation().repeatable()) {
                once.add(target.toString());
            }
        }

        assertThat(once).containsExactly("tags", "tag-groups");
    }

    @Test
    void readsEachRequestAsWhatItDid() {
        String made = "{'data':{'type':'tag','attributes':{'name':'a'}}}";
        String renamed = "{'data':{'type':'tag','id':7,'attributes':{'name':'a'}}}";

        assertThat(of("tags", Change.CREATE).rows(made)).containsExactly(tree("{'name':'a'}"));
        assertThat(of("tags", Change.UPDATE).rows(made)).isEmpty();
        assertThat(of("tags", Change.UPDATE).rows(renamed)).containsExactly(tree("{'id':'7','name':'a'}"));
        assertThat(of("tags", Change.CREATE).rows(renamed)).isEmpty();
        assertThat(of("tags", Change.DELETE).rows(renamed)).isEmpty();
        assertThat(of("tag-groups", Change.UPDATE).rows(renamed)).isEmpty();
        assertThat(of("tag-flows", Change.CREATE).rows("{'data':[{'type':'list','id':'a'}]}"))
                .isEmpty();
    }

    @Property(tries = 200)
    void whatIsSentCanBeReadBack(@ForAll Random random) throws IOException {
        List<Target> tags = Targets.all().stream()
                .filter(target -> target.name().startsWith("tag"))
                .toList();
        Target target = tags.get(random.nextInt(tags.size()));
        ObjectNode row = new RandomRow(random).of(target);

        ObjectNode back = (ObjectNode) new Shaping(target).back(row);
        target.resourceColumn().ifPresent(column -> back.set(column, row.get(column)));

        assertThat(back).isEqualTo(tree(row.toString()));
    }

    private static Shaping of(String name, Change change) {
        return new Shaping(target(name, change));
    }

    private static Target target(String name, Change change) {
        return Targets.find(name, change).orElseThrow();
    }
}
