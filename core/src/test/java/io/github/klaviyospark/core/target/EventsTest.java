package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.Shaping.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.time.FakeClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsTest {

    private static final String WHO_AND_WHAT = "{'email':'ada@mail.example.net','metric':'Brewed Tea'";

    private final FakeClock clock = new FakeClock(Duration.between(Instant.EPOCH, Instant.parse("2026-07-15T00:00:00Z"))
            .toNanos());
    private final Events target = new Events(clock::now);
    private final Shaping events = new Shaping(target);

    @Test
    void anIdIsMadeFromWhatTheRowSays() throws IOException {
        String row =
                WHO_AND_WHAT + ",'time':'2026-07-01T12:00:00Z','value':4.50,'properties':{'leaf':'green','cups':2}}";

        String id = events.shape(row).key();

        assertThat(id).matches("row-[0-9a-f]{64}");
        assertThat(events.shape(row).key()).isEqualTo(id);
        assertThat(tree(events.request(row)).findValue("unique_id").textValue()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'metric':'Brewed Tea','value':'4.5','time':'2026-07-01T13:00:00+01:00','email':'ada@mail.example.net',"
                        + "'properties':{'leaf':'green','cups':2.0}}",
                "{'metric':'Brewed Tea','value':4.500,'time':'2026-07-01 12:00:00','email':'ada@mail.example.net',"
                        + "'leaf':'green','cups':2,'unique_id':null,'phone_number':null}",
                "{'metric':'Brewed Tea','value':4.5,'time':'2026-07-01T12:00:00Z','email':'ada@mail.example.net',"
                        + "'properties':{'leaf':'green'},'cups':2,'backfill':true}"
            })
    void howTheRowSaysItDoesNotMatterToItsId(String same) throws IOException {
        String row =
                WHO_AND_WHAT + ",'time':'2026-07-01T12:00:00Z','value':4.5,'properties':{'leaf':'green','cups':2}}";

        assertThat(events.shape(same).key()).isEqualTo(events.shape(row).key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'time':'2026-07-01T12:00:01Z'",
                "'time':'2026-07-01T12:00:00Z','value':5",
                "'time':'2026-07-01T12:00:00Z','cups':'2'",
                "'time':'2026-07-01T12:00:00Z','cups':2,'external_id':'a'"
            })
    void anotherEventHasAnotherId(String other) throws IOException {
        String id = events.shape(WHO_AND_WHAT + ",'time':'2026-07-01T12:00:00Z','cups':2}")
                .key();

        assertThat(events.shape(WHO_AND_WHAT + "," + other + "}").key()).isNotEqualTo(id);
    }

    @Test
    void whatTakesTwoPlacesInUtf16CountsTwice() throws IOException {
        String fox = "\uD83E\uDD8A";
        String rest = ",'email':'ada@mail.example.net','time':'2026-07-01T12:00:00Z'}";

        assertThat(events.shape("{'metric':'" + fox.repeat(63) + "','unique_id':'" + fox.repeat(127) + "'" + rest)
                        .key())
                .hasSize(254);
        assertThatThrownBy(() -> events.shape("{'metric':'m','unique_id':'" + fox.repeat(128) + "'" + rest))
                .hasMessage("column unique_id has 256 characters, and Klaviyo takes 1 to 255");
        assertThatThrownBy(() -> events.shape("{'metric':'" + fox.repeat(64) + "'" + rest))
                .hasMessage("column metric holds a name of 128 characters or more, and Klaviyo takes 127");
    }

    @Test
    void anIdIsRepeatedOnlyByTheSameProfileAndMetric() throws IOException {
        String rest = ",'time':'2026-07-01T12:00:00Z','unique_id':'a'}";
        Shaped one = events.shape(WHO_AND_WHAT + ",'value':1" + rest);

        assertThat(one.key()).isEqualTo("a");
        assertThat(events.shape(WHO_AND_WHAT + rest).identity()).isEqualTo(one.identity());
        assertThat(events.shape("{'email':'ada@mail.example.net','metric':'Spilt Tea'" + rest)
                        .identity())
                .isNotEqualTo(one.identity());
        assertThat(events.shape("{'email':'bo@mail.example.net','metric':'Brewed Tea'" + rest)
                        .identity())
                .isNotEqualTo(one.identity());
    }

    @Test
    void aColumnThatIsNotKnownBecomesAProperty() throws IOException {
        String request = events.request(
                WHO_AND_WHAT + ",'time':'2026-07-01T12:00:00Z','properties':{'leaf':'green'},'cups':2,'milk':null}");

        assertThat(tree(request).findValue("properties")).isEqualTo(tree("{'leaf':'green','cups':2}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'email':'a@mail.example.net','time':'2026-07-01'} | column metric is null, and must be given",
                "{'email':'a@mail.example.net','metric':'','time':'2026-07-01'} | column metric is empty, and must be given",
                "{'email':'a@mail.example.net','metric':'m'} | column time is null, and must be given",
                "{'email':'a@mail.example.net','metric':'m','time':'noon'} | column time holds no time in ISO 8601, such as"
                        + " 2026-07-01T12:00:00Z",
                "{'email':'a@mail.example.net','metric':'m','time':1782900000} | column time holds no time in ISO 8601,"
                        + " such as 2026-07-01T12:00:00Z",
                "{'email':'a@mail.example.net','metric':'m','time':'1989-12-31T23:59:59Z'} | column time is before 1990,"
                        + " and Klaviyo takes no event that old",
                "{'email':'a@mail.example.net','metric':'m','time':'2027-07-15T00:00:01Z'} | column time is more than a"
                        + " year ahead, and Klaviyo takes no event that late",
                "{'email':'a@mail.example.net','metric':'m','time':'2026-07-01','unique_id':''} | column unique_id has 0"
                        + " characters, and Klaviyo takes 1 to 255",
                "{'email':'a@mail.example.net','metric':'m','time':'2026-07-01','value':'much'} | column value holds no"
                        + " number",
                "{'email':'a@mail.example.net','metric':'m','time':'2026-07-01','properties':'[1]'} | column properties"
                        + " holds no object",
                "{'email':'a@mail.example.net','metric':'m','time':'2026-07-01','backfill':'maybe'} | column backfill is"
                        + " neither true nor false",
                "{'metric':'m','time':'2026-07-01','email':null} | all of the columns profile_id, email, phone_number,"
                        + " external_id, anonymous_id, _kx are null, and one of them must say which profile is meant",
                "{'metric':'m','time':'2026-07-01','email':'','external_id':'1'} | column email is empty; make it null"
                        + " where there is none",
                "{'metric':'m','time':'2026-07-01','email':'ada at mail'} | column email is no e-mail address: it needs"
                        + " one @ and no blanks",
                "{'metric':'m','time':'2026-07-01','phone_number':'0044 20'} | column phone_number is no phone number in"
                        + " E.164: write + and up to 15 digits"
            })
    void refusesARowThatKlaviyoWouldRefuse(String row, String message) {
        assertThatThrownBy(() -> events.shape(row))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T12:00:00Z, 2026-07-01T12:00:00Z",
        "2026-07-01T12:00:00.250+05:30, 2026-07-01T12:00:00.250+05:30",
        "2026-07-01T12:00:00, 2026-07-01T12:00:00Z",
        "2026-07-01 12:00:00+00:00, 2026-07-01T12:00:00Z",
        "2026-07-01T14:00+02, 2026-07-01T12:00:00Z",
        "2026-07-01, 2026-07-01T00:00:00Z"
    })
    void sendsTimesInTheFormThatKlaviyoAsksFor(String time, String sent) throws IOException {
        assertThat(tree(events.request(WHO_AND_WHAT + ",'time':'" + time + "'}"))
                        .findValue("time")
                        .textValue())
                .isEqualTo(sent);
    }

    @Test
    void takesTheLastMomentOfTheYearAhead() throws IOException {
        assertThat(events.shape(WHO_AND_WHAT + ",'time':'2027-07-15T00:00:00Z'}")
                        .key())
                .startsWith("row-");
    }

    @Test
    void refusesPropertiesBeyondTheLimits() {
        StringBuilder many = new StringBuilder("'p0':0");
        for (int i = 1; i <= 400; i++) {
            many.append(",'p").append(i).append("':0");
        }

        assertRefused("{" + many + "}", "holds 401 properties, and Klaviyo takes 400 an event");
        assertRefused(
                "{'a':" + "[".repeat(10) + "]".repeat(10) + "}",
                "holds something nested deeper than the 10 levels that Klaviyo takes");
        assertRefused("{'a':[" + "1,".repeat(4_000) + "1]}", "holds an array of 4001 elements, and Klaviyo takes 4000");
        assertRefused(
                "{'a':['" + "ü".repeat(50_000) + "x']}",
                "holds a text of more than the 100000 bytes that Klaviyo takes");
    }

    private void assertRefused(String properties, String reason) {
        assertThatThrownBy(() ->
                        events.shape(WHO_AND_WHAT + ",'time':'2026-07-01T12:00:00Z','properties':" + properties + "}"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("column properties " + reason);
    }

    @Test
    void takesPropertiesAtTheLimits() throws IOException {
        String properties = "{'a':" + "[".repeat(9) + "]".repeat(9) + ",'b':[" + "1,".repeat(3_999) + "1],'c':'"
                + "ü".repeat(50_000) + "'}";

        assertThat(events.shape(WHO_AND_WHAT + ",'time':'2026-07-01','properties':" + properties + "}")
                        .record())
                .isNotEmpty();
    }

    @Test
    void refusesAProfileThatIsTooLarge() {
        assertThatThrownBy(() -> events.shape(
                        WHO_AND_WHAT + ",'time':'2026-07-01','profile_properties':{'a':'" + "x".repeat(95_000) + "'}}"))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage("what the row says about the profile takes 95086 bytes of JSON, and Klaviyo takes 95000");
    }

    @Test
    void refusesRowsWithoutAColumnThatNamesTheProfile() {
        assertThatThrownBy(() -> target.check(Set.of("metric", "time")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rows for events need one of the columns profile_id, email, phone_number, external_id,"
                        + " anonymous_id, _kx. Rename the column that holds it.");
        target.check(Set.of("metric", "time", "_kx", "anything"));
    }

    @Test
    void refusesRowsWithoutATime() {
        assertThatThrownBy(() -> target.check(Set.of("email", "metric")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Rows for events need the column time. Columns: metric, unique_id, time,");
    }

    @Test
    void keepsWhatProfilesHadOnce() {
        assertThat(events.rows("{'data':{'type':'event','attributes':{'metric':{'name':'m'},'profile':{'data':{"
                        + "'type':'profile','attributes':{'email':'ada@mail.example.net','nickname':'a','city':null,"
                        + "'properties':{'tea':'green'}}}}}}}"))
                .containsExactly(tree("{'metric':'m','email':'ada@mail.example.net',"
                        + "'profile_properties':{'tea':'green','nickname':'a'}}"));
    }

    /** Customers named their properties as they liked. */
    @ParameterizedTest
    @ValueSource(
            strings = {"'data':'x'", "'data':{'type':'profile'}", "'attributes':{'a':1}", "'type':'profile'", "'id':7"})
    void knowsAFlatProfileWhateverItsOwnKeysAre(String own) {
        assertThat(events.rows("{'data':{'type':'event','attributes':{'metric':{'name':'m'},'profile':{" + own
                        + ",'$email':'ada@mail.example.net','$id':5}}}}"))
                .containsExactly(tree("{'metric':'m','email':'ada@mail.example.net','external_id':'5',"
                        + "'profile_properties':{" + own + "}}"));
    }

    @Test
    void readsNothingFromPayloadsOfOthers() {
        assertThat(events.rows("{'data':{'type':'profile','attributes':{'email':'ada@mail.example.net'}}}"))
                .isEmpty();
        assertThat(events.rows("{}")).isEmpty();
    }

    @Property(tries = 300)
    void whatIsSentCanBeReadBack(@ForAll Random random) throws IOException {
        RandomRow rows = new RandomRow(random);
        ObjectNode row = rows.of(target);
        row.put("email", "ada" + random.nextInt(100) + "@mail.example.net");
        row.put("phone_number", "+4420" + random.nextInt(1_000_000));
        row.put("unique_id", rows.text());
        row.remove(List.of("location", "patch_properties", "patch_identifiers"));

        assertThat(events.back(row)).isEqualTo(tree(row.toString()));
    }
}
