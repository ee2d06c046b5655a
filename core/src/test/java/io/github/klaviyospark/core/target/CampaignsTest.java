package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.Shaping.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CampaignsTest {

    private static final Target TARGET =
            Targets.find("campaigns", Change.CREATE).orElseThrow();
    private static final Shaping CAMPAIGNS = new Shaping(TARGET);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'included':['a'],'channel':'sms'} | column name is null, and must be given",
                "{'name':'n','channel':'sms'} | column included is null, and must be given",
                "{'name':'n','included':'a'} | column channel is null, and must be given where messages is null",
                "{'name':'n','included':'a','channel':''} | column channel is empty, and must be given",
                "{'name':'n','included':'a','channel':'sms','label':'l'} | column label is given for a message of another channel than email, which has none",
                "{'name':'n','included':'a','channel':'sms','messages':[{'channel':'sms'}]} | column channel is given beside messages, which say it for each message",
                "{'name':'n','included':'a','content':{},'messages':[{'channel':'sms'}]} | column content is given beside messages, which say it for each message",
                "{'name':'n','included':'a','messages':[]} | column messages holds no message, and a campaign has one at least",
                "{'name':'n','included':'a','messages':[{'channel':'sms'},{'label':'l'}]} | column messages holds a message without a channel",
                "{'name':'n','included':'a','messages':['sms']} | column messages holds something else than objects",
                "{'name':'n','included':'a','messages':{'channel':'sms'}} | column messages holds no array",
                "{'name':'n','included':'a','messages':'[{'} | column messages holds a text that is no JSON",
                "{'name':'n','included':'a','channel':'sms','content':'hello'} | column content holds a text that is no JSON",
                "{'name':'n','included':'a','channel':'sms','send_options':[]} | column send_options holds no object"
            })
    void refusesARowThatIsNoCampaign(String row, String message) {
        assertThatThrownBy(() -> CAMPAIGNS.shape(row))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(message);
    }

    @Test
    void needsAColumnThatTellsItsMessages() {
        assertThatThrownBy(() -> TARGET.check(Set.of("name", "included", "label")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Rows for campaigns need one of the columns channel, messages. Rename the column that holds it.");
        TARGET.check(Set.of("name", "included", "channel"));
        TARGET.check(Set.of("name", "included", "messages"));
    }

    /** A struct has every member in every row, and a definition knows few. */
    @Test
    void takesMessagesOfSeveralChannelsFromOneStruct() throws IOException {
        String request = CAMPAIGNS.request("{'name':'n','included':'a, b','messages':["
                + "{'channel':'email','label':'l','render_options':null,'image_id':null},"
                + "{'channel':'sms','label':null,'render_options':{'shorten_links':null},'image_id':'7'}]}");

        assertThat(tree(request).at("/data/attributes/campaign-messages/data"))
                .isEqualTo(
                        tree("[{'type':'campaign-message','attributes':{'definition':{'channel':'email','label':'l'}}},"
                                + "{'type':'campaign-message','attributes':{'definition':{'channel':'sms','render_options':{'shorten_links':null}}},"
                                + "'relationships':{'image':{'data':{'type':'image','id':'7'}}}}]"));
        assertThat(tree(request).at("/data/attributes/audiences")).isEqualTo(tree("{'included':['a','b']}"));
    }

    @Test
    void readsMessagesFromAText() throws IOException {
        String inColumns = CAMPAIGNS.request("{'name':'n','included':'a','channel':'sms'}");
        ObjectNode row = (ObjectNode) tree("{'name':'n','included':'a'}");
        row.put("messages", tree("[{'channel':'sms'}]").toString());

        assertThat(new String(TARGET.shape(RowTarget.bytes(row)).record(), StandardCharsets.UTF_8))
                .isEqualTo(tree(inColumns).path("data").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'method':'immediate','options_static':null,'options_throttled':null,'options_sto':null} | {'method':'immediate'}",
                "{'method':'static','options_static':{'datetime':'2027-01-01T00:00:00Z'}} | {'method':'static','datetime':'2027-01-01T00:00:00Z'}",
                "{'method':'static','options_static':{'datetime':'2027-01-01T00:00:00Z','is_local':false,'send_past_recipients_immediately':false}} | {'method':'static','datetime':'2027-01-01T00:00:00Z','options':{'is_local':false}}",
                "{'method':'static','options_static':{'datetime':'2027-01-01T00:00:00Z','is_local':null,'send_past_recipients_immediately':null}} | {'method':'static','datetime':'2027-01-01T00:00:00Z'}",
                "{'method':'static','options':{'datetime':'2027-01-01T00:00:00Z','is_local':true,'send_past_recipients_immediately':true}} | {'method':'static','datetime':'2027-01-01T00:00:00Z','options':{'is_local':true,'send_past_recipients_immediately':true}}",
                "{'method':'smart_send_time','options_sto':{'date':'2027-01-01'}} | {'method':'smart_send_time','date':'2027-01-01'}",
                "{'method':'smart_send_time','options':{'date':'2027-01-01'}} | {'method':'smart_send_time','date':'2027-01-01'}",
                "{'method':'static','datetime':'2027-01-01T00:00:00Z','options':null} | {'method':'static','datetime':'2027-01-01T00:00:00Z','options':null}",
                "{'method':'static','datetime':'2027-01-01T00:00:00Z','options':{'is_local':false}} | {'method':'static','datetime':'2027-01-01T00:00:00Z','options':{'is_local':false}}"
            })
    void readsFormerWaysOfSending(String former, String today) {
        assertThat(read("'send_strategy':" + former).path("send_strategy")).isEqualTo(tree(today));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'is_add_utm':false,'utm_params':[]} | {'add_tracking_params':false,'custom_tracking_params':[]}",
                "{'is_add_utm':null,'utm_params':null,'is_tracking_opens':true} | {'is_tracking_opens':true}",
                "{'is_add_utm':true,'add_tracking_params':false,'utm_params':[{'name':'a','value':'b'}],'custom_tracking_params':[]} | {'add_tracking_params':false,'custom_tracking_params':[]}",
                "{'custom_tracking_params':[{'type':'dynamic','name':'a','value':'campaign_id'}]} | {'custom_tracking_params':[{'type':'dynamic','name':'a','value':'campaign_id'}]}"
            })
    void readsFormerTracking(String former, String today) {
        assertThat(read("'tracking_options':" + former).path("tracking_options"))
                .isEqualTo(tree(today));
    }

    @Test
    void readsWhatMakesACampaignOnly() {
        assertThat(CAMPAIGNS.rows("{'data':{'type':'campaign','id':'c','attributes':{'name':'n','channel':'sms'}}}"))
                .as("changes or copies one")
                .isEmpty();
        assertThat(CAMPAIGNS.rows("{'data':[{'type':'campaign','id':'c'}]}"))
                .as("tags them")
                .isEmpty();
        assertThat(CAMPAIGNS.rows("{'data':{'type':'campaign-message','attributes':{'channel':'sms'}}}"))
                .isEmpty();
        assertThat(CAMPAIGNS.rows(
                        "{'data':{'type':'campaign','attributes':{'name':'n','campaign-messages':{'data':[]}}}}"))
                .as("Klaviyo's document lets it say no message")
                .containsExactly(tree("{'name':'n'}"));
    }

    @Property(tries = 200)
    void whatIsSentCanBeReadBack(@ForAll Random random) throws IOException {
        ObjectNode row = new RandomRow(random).of(TARGET);
        List<String> one = List.of("channel", "label", "content");
        if (row.has("messages")) {
            row.remove(one);
            row.path("messages").forEach(message -> ((ObjectNode) message).remove("null"));
            row.path("messages").forEach(message -> ((ObjectNode) message).put("channel", "sms"));
        } else if (!row.has("channel")) {
            row.put("channel", "email");
        }

        assertThat(CAMPAIGNS.back(row)).isEqualTo(tree(row.toString()));
    }

    private static JsonNode read(String attribute) {
        return CAMPAIGNS
                .rows("{'data':{'type':'campaign','attributes':{'name':'n'," + attribute + "}}}")
                .get(0);
    }
}
