package io.github.klaviyospark.core.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the targets about profiles refuse, and what they say of themselves. */
class ProfileTargetsTest {

    private static final Target PROFILES = target("profiles");
    private static final Target SUBSCRIPTIONS = new Subscriptions(() -> Instant.parse("2026-03-01T00:00:00Z"));
    private static final Target UNSUBSCRIPTIONS = target("unsubscriptions");
    private static final String EMAIL = "'email':'mara@post.example.net'";

    private static Target target(String name) {
        return Targets.find(name, Change.CREATE).orElseThrow();
    }

    private static byte[] row(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode record(Target target, String row) throws IOException {
        return RowTarget.JSON.readTree(target.shape(row(row)).record());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'first_name':'Mara','email':null} | all of the columns id, email, phone_number, external_id, _kx are null, and one of them must say which profile is meant
            {'email':''} | column email is empty; make it null where there is none
            {'external_id':' '} | column external_id is empty; make it null where there is none
            {'email':'mara.example.net'} | column email is no e-mail address: it needs one @ and no blanks
            {'email':'ma@ra@post.example.net'} | column email is no e-mail address: it needs one @ and no blanks
            {'email':'mara @post.example.net'} | column email is no e-mail address: it needs one @ and no blanks
            {'email':'@post.example.net'} | column email is no e-mail address: it needs one @ and no blanks
            {'email':true} | column email holds no text
            {'phone_number':'0431 5550001'} | column phone_number is no phone number in E.164: write + and up to 15 digits
            {'phone_number':'+1234567890123456'} | column phone_number is no phone number in E.164: write + and up to 15 digits
            {'phone_number':4915550001234} | column phone_number is no phone number in E.164: write + and up to 15 digits
            {'id':'A','location':'Kiel'} | column location holds a text that is no JSON
            {'id':'A','location':{'town':'Kiel'}} | column location has a member that a location does not know; known are address1, address2, city, country, region, zip, timezone, ip, latitude, longitude
            {'id':'A','location':{'latitude':[54]}} | column location holds something else than a text as latitude
            {'id':'A','properties':[1]} | column properties holds no object
            {'id':'A','patch_properties':{'remove':'x'}} | column patch_properties has a member that is none of append, unappend and unset
            {'id':'A','patch_properties':{'append':'x'}} | column patch_properties must hold an object as append
            {'id':'A','patch_properties':{'unset':[1]}} | column patch_properties must hold a name or an array of names as unset
            {'id':'A','patch_identifiers':{'unset':'email'}} | column patch_identifiers has a member that is none of append, unappend
            """)
    void refusesProfilesThatWouldFailTheWholeRequest(String row, String reason) {
        assertThatThrownBy(() -> PROFILES.shape(row(row)))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(reason);
    }

    @Test
    void countsTheLengthOfIdentifiers() throws IOException {
        String longest = "a".repeat(100 - "@post.example.net".length()) + "@post.example.net";

        assertThat(record(PROFILES, "{'email':'" + longest + "'}")
                        .at("/attributes/email")
                        .asText())
                .isEqualTo(longest);
        assertThatThrownBy(() -> PROFILES.shape(row("{'email':'a" + longest + "'}")))
                .hasMessage("column email has 101 characters, and may have 100 at most");
        // Characters that take two places in UTF-16 are two, as in events: nobody says that Klaviyo takes them for one.
        assertThat(record(PROFILES, "{'external_id':'" + "\uD83E\uDD8A".repeat(127) + "'}"))
                .isNotEmpty();
        assertThatThrownBy(() -> PROFILES.shape(row("{'external_id':'" + "\uD83E\uDD8A".repeat(128) + "'}")))
                .hasMessage("column external_id has 256 characters, and may have 255 at most");
        assertThatThrownBy(() -> PROFILES.shape(row("{'external_id':'" + "x".repeat(256) + "'}")))
                .hasMessage("column external_id has 256 characters, and may have 255 at most");
    }

    @Test
    void keepsTheDigitsOfNumbers() throws IOException {
        JsonNode profile = record(
                PROFILES,
                "{'external_id':10.50,'location':{'zip':24103,'city':null,'latitude':54.3230},"
                        + "'properties':{'price':19.90,'large':123456789012345678901234567890}}");

        assertThat(profile)
                .hasToString(
                        "{\"type\":\"profile\",\"attributes\":{\"external_id\":\"10.50\",\"location\":{\"zip\":\"24103\","
                                + "\"latitude\":54.3230},\"properties\":{\"price\":19.90,"
                                + "\"large\":123456789012345678901234567890}}}");
    }

    @Test
    void makesOtherColumnsProperties() throws IOException {
        assertThat(record(PROFILES, "{'id':'A','tier':'gold','none':null,'properties':'{\\\"visits\\\":2}'}")
                        .at("/attributes/properties"))
                .hasToString("{\"visits\":2,\"tier\":\"gold\"}");
    }

    @Test
    void takesListsAsAnArrayOrWithCommas() throws IOException {
        assertThat(PROFILES.shape(row("{'id':'A','list_id':'QmW3xT, R7pLk2'}")).envelope())
                .isEqualTo(PROFILES.shape(row("{'id':'B','list_id':['QmW3xT','R7pLk2']}"))
                        .envelope())
                .isNotEqualTo(
                        PROFILES.shape(row("{'id':'C','list_id':'QmW3xT'}")).envelope());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {EMAIL} | column channels names none; name at least one of email, email.open_tracking, sms, sms.transactional, whatsapp, whatsapp.transactional, push
            {EMAIL,'channels':[]} | column channels names none; name at least one of email, email.open_tracking, sms, sms.transactional, whatsapp, whatsapp.transactional, push
            {EMAIL,'channels':'fax'} | column channels holds one that is none of email, email.open_tracking, sms, sms.transactional, whatsapp, whatsapp.transactional, push
            {EMAIL,'channels':'sms'} | column phone_number is null, and channels names sms
            {EMAIL,'channels':'whatsapp.transactional'} | column phone_number is null, and channels names whatsapp
            {'phone_number':'+4915550001234','channels':'email.open_tracking'} | column email is null, and channels names email
            {'channels':'push'} | all of the columns id, email, phone_number are null, and one of them must say which profile is meant
            {EMAIL,'channels':'email','push':{'anonymous_id':'x'}} | column push has a value, and channels does not name push
            {EMAIL,'channels':'push','push':{'tokens':'x'}} | column push must hold, as tokens, an array of objects with the texts token, platform and vendor
            {EMAIL,'channels':'push','push':{'tokens':[{'token':'x'}]}} | column push must hold, as tokens, an array of objects with the texts token, platform and vendor
            {EMAIL,'channels':'push','push':{'consent':'x'}} | column push has a member that is none of tokens and anonymous_id
            {EMAIL,'channels':'email','consented_at':'2025-01-01T00:00:00Z'} | column consented_at has a value, which needs historical_import to be true
            {EMAIL,'channels':'email','consented_at':'2025-01-01T00:00:00Z','historical_import':false} | column consented_at has a value, which needs historical_import to be true
            {EMAIL,'channels':'email','historical_import':true} | column consented_at is null, and must say when consent was given: historical_import is true
            {EMAIL,'channels':'email','historical_import':'true','consented_at':'yesterday'} | column consented_at holds no time in ISO 8601, such as 2026-07-01T12:00:00Z
            {EMAIL,'channels':'email','historical_import':true,'consented_at':'2026-03-01T00:00:00.001Z'} | column consented_at is in the future
            {EMAIL,'channels':'email','historical_import':true,'consented_at':'2026-02-28T23:30:00-01:00'} | column consented_at is in the future
            {EMAIL,'channels':'email.open_tracking','historical_import':true,'consented_at':'2025-01-01T00:00:00Z'} | column consented_at has a value, which none of these channels can have
            {EMAIL,'channels':'email','historical_import':'perhaps'} | column historical_import is neither true nor false
            {EMAIL,'channels':'email','age_gated_date_of_birth':'31.01.1990'} | column age_gated_date_of_birth is no date such as 1990-01-31
            """)
    void refusesSubscriptionsThatDoNotSayWhatIsAgreedTo(String row, String reason) {
        assertThatThrownBy(() -> SUBSCRIPTIONS.shape(row(row.replace("EMAIL", EMAIL))))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{EMAIL,'channels':'email','historical_import':true,'consented_at':'2026-03-01T00:00:00Z'}",
                "{EMAIL,'channels':'email','historical_import':true,'consented_at':'2026-03-01 01:00:00+02:00'}",
                "{EMAIL,'channels':'email','historical_import':true,'consented_at':'2026-02-28T23:59:59'}",
                "{'id':'A','channels':'email,sms'}",
                "{EMAIL,'channels':'EMAIL.Marketing'}",
                "{EMAIL,'channels':'push'}",
                "{'channels':'push','push':{'anonymous_id':'device-9'}}"
            })
    void takesSubscriptionsThatDo(String row) throws IOException {
        assertThat(record(SUBSCRIPTIONS, row.replace("{EMAIL", "{" + EMAIL)).at("/attributes/subscriptions"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {'id':'A','channels':'email'} | all of the columns email, phone_number are null, and one of them must say which profile is meant
            {'id':'A',EMAIL,'channels':'sms'} | column phone_number is null, and channels names sms
            {EMAIL,'channels':'push'} | column push must hold the tokens that are taken away
            {EMAIL,'channels':'push','push':{'tokens':[],'anonymous_id':'x'}} | column push has a member that is none of tokens
            """)
    void refusesUnsubscriptionsThatDoNotSayFromWhat(String row, String reason) {
        assertThatThrownBy(() -> UNSUBSCRIPTIONS.shape(row(row.replace("EMAIL", EMAIL))))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(reason);
    }

    private static final String OLD = "{'data':{'type':'profile-subscription-bulk-create-job','attributes':{%s}}}";

    private static int rows(Target target, String document, AmbiguousConsent consent) {
        return target.rows(row(document), consent).size();
    }

    /** The same body was a subscription and, as one guide shows, an unsubscription: nobody's consent is guessed. */
    @Test
    void readNoEntriesOfWhichNobodyKnowsWhatTheyDid() {
        String entries = OLD.formatted("'list_id':'Y6nRLr','custom_source':null,'subscriptions':[{" + EMAIL
                + ",'channels':{'email':['MARKETING']}}]");

        for (Target target : List.of(SUBSCRIPTIONS, UNSUBSCRIPTIONS)) {
            assertThatThrownBy(() -> target.rows(row(entries)))
                    .isInstanceOf(AmbiguousConsentException.class)
                    .hasMessage("Its type and its entries are those of subscriptions before 2023-07-15, and of"
                            + " unsubscriptions as Klaviyo's guide shows them.");
        }
        assertThat(rows(SUBSCRIPTIONS, entries, AmbiguousConsent.GIVEN)).isEqualTo(1);
        assertThat(rows(UNSUBSCRIPTIONS, entries, AmbiguousConsent.GIVEN)).isZero();
        assertThat(rows(SUBSCRIPTIONS, entries, AmbiguousConsent.WITHDRAWN)).isZero();
        assertThat(rows(UNSUBSCRIPTIONS, entries, AmbiguousConsent.WITHDRAWN)).isEqualTo(1);
    }

    /** Whatever the user says: what a body tells for itself stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'custom_source':'fair','subscriptions':[{EMAIL}]",
                "'historical_import':true,'subscriptions':[{EMAIL,'consented_at':'2021-01-01T00:00:00Z'}]",
                "'subscriptions':[{EMAIL},{EMAIL,'age_gated_date_of_birth':'1990-01-31'}]",
                "'profiles':{'data':[{'type':'profile','attributes':{EMAIL}}]}",
                "'profiles':[{'type':'profile','attributes':{EMAIL}}]"
            })
    void readWhatIsConsentBeyondDoubtAsThatAlone(String attributes) {
        String body = OLD.formatted(attributes.replace("EMAIL", EMAIL));
        for (AmbiguousConsent consent : AmbiguousConsent.values()) {
            assertThat(rows(SUBSCRIPTIONS, body, consent)).isPositive();
            assertThat(rows(UNSUBSCRIPTIONS, body, consent)).isZero();
        }
    }

    /** Where a request went is what it did. */
    @ParameterizedTest
    @CsvSource({
        "https://a.klaviyo.com/api/profile-subscription-bulk-create-jobs/, 1, 0",
        "/api/profile-subscription-bulk-create-jobs?x=1, 1, 0",
        "/api/profile-unsubscription-bulk-create-jobs/, 0, 1",
        "/api/profile-subscription-bulk-delete-jobs, 0, 1"
    })
    void readEntriesByThePathWhereTheArchiveHasIt(String path, int given, int withdrawn) {
        String body = OLD.formatted("'subscriptions':[{" + EMAIL + "}]");
        for (AmbiguousConsent consent : AmbiguousConsent.values()) {
            for (String record : List.of(
                    "{'method':'POST','url':'" + path + "','body':" + body + "}",
                    "{'path':'" + path + "','body':'" + body.replace("'", "\\'") + "'}")) {
                assertThat(rows(SUBSCRIPTIONS, record, consent)).isEqualTo(given);
                assertThat(rows(UNSUBSCRIPTIONS, record, consent)).isEqualTo(withdrawn);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{'consent':null}", "{'consent':''}", "{'consented_at':'2021-01-01T00:00:00Z'}", "null"})
    void readNoConsentWhereNoWordSaysIt(String detail) throws IOException {
        String profile = "'profiles':{'data':[{'type':'profile','attributes':{" + EMAIL
                + ",'phone_number':'+4915550001234','subscriptions':{'email':{'marketing':" + detail
                + "},'sms':{'marketing':{'consent':'WORD'}}}}}]}";

        assertThat(channels(SUBSCRIPTIONS, OLD.formatted(profile.replace("WORD", "SUBSCRIBED"))))
                .isEqualTo("[\"sms\"]");
        assertThat(channels(
                        UNSUBSCRIPTIONS,
                        OLD.formatted(profile.replace("WORD", "UNSUBSCRIBED")).replace("-create-", "-delete-")))
                .isEqualTo("[\"sms\"]");
    }

    private static String channels(Target target, String body) throws IOException {
        return RowTarget.JSON
                .readTree(target.rows(row(body)).get(0))
                .path("channels")
                .toString();
    }

    /** Somebody who did not agree is not made to. */
    @Test
    void readsNoConsentOfAnotherKind() throws IOException {
        JsonNode body =
                RowTarget.JSON.readTree(row("{'data':{'type':'profile-subscription-bulk-create-job','attributes':"
                        + "{'profiles':{'data':[{'type':'profile','attributes':{" + EMAIL
                        + ",'subscriptions':{'email':{'marketing':{'consent':'UNSUBSCRIBED'}}}}}]}}}}"));
        List<byte[]> rows = SUBSCRIPTIONS.rows(RowTarget.bytes(body));

        assertThat(rows).hasSize(1);
        assertThatThrownBy(() -> SUBSCRIPTIONS.shape(rows.get(0))).hasMessageStartingWith("column channels names none");
    }

    @ParameterizedTest
    @CsvSource({
        "suppressions, 'email, list_id, segment_id'",
        "unsuppressions, 'email, list_id, segment_id'",
        "data-privacy-deletions, 'id, email, phone_number'"
    })
    void takeOneOfTheirColumns(String name, String columns) {
        List<String> all = List.of(columns.split(", "));
        Target target = target(name);

        assertThatThrownBy(() -> target.shape(row("{'" + all.get(0) + "':null}")))
                .hasMessage("none of the columns " + columns + " has a value, and exactly one must have");
        assertThatThrownBy(() -> target.shape(row("{'" + all.get(0) + "':'A','" + all.get(2) + "':'B'}")))
                .hasMessage("more than one of the columns " + columns + " has a value, and exactly one must have");
        assertThatThrownBy(() -> target.check(Set.of("mail")))
                .hasMessage("Rows for " + name + " need one of the columns " + columns
                        + ". Rename the column that holds it.");
        assertThatThrownBy(() -> target.shape(row("{'email':'mara'}")))
                .hasMessage("column email is no e-mail address: it needs one @ and no blanks");
    }

    @Test
    void readsABodyWithTwoIdentifiersAsOneThatIsRefused() {
        Target target = target("data-privacy-deletions");
        List<byte[]> rows = target.rows(row("{'data':{'type':'data-privacy-deletion-job','attributes':"
                + "{'profile_id':7,'email':'mara@post.example.net'}}}"));

        assertThat(rows).hasSize(1);
        assertThatThrownBy(() -> target.shape(rows.get(0))).hasMessageStartingWith("more than one");
    }

    @Test
    void needTheirColumns() {
        assertThatThrownBy(() -> PROFILES.check(Set.of("first_name")))
                .hasMessage(
                        "Rows for profiles need one of the columns id, email, phone_number, external_id, _kx. Rename"
                                + " the column that holds it.");
        assertThatThrownBy(() -> SUBSCRIPTIONS.check(Set.of("email")))
                .hasMessage(
                        "Rows for subscriptions need the column channels. Columns: id, email, phone_number, channels,"
                                + " consented_at, age_gated_date_of_birth, push, list_id, custom_source, historical_import.");
        assertThatThrownBy(() -> UNSUBSCRIPTIONS.check(Set.of("channels", "id")))
                .hasMessageStartingWith("Rows for unsubscriptions need one of the columns email, phone_number.");
        assertThatThrownBy(() -> SUBSCRIPTIONS.check(Set.of("channels", "email", "consented_at")))
                .hasMessage("Rows for subscriptions have the column consented_at, which Klaviyo takes from historical"
                        + " imports only. Add the column historical_import with true, or leave consented_at out.");
        PROFILES.check(Set.of("_kx", "other"));
        SUBSCRIPTIONS.check(Set.of("channels", "email", "consented_at", "historical_import"));
        SUBSCRIPTIONS.check(Set.of("channels", "push"));
    }

    @Test
    void askForAWordBeforeWhatCannotBeUndone() {
        assertThat(UNSUBSCRIPTIONS.confirmation(Set.of("email", "channels"))).isEmpty();
        assertThat(UNSUBSCRIPTIONS.confirmation(Set.of("email", "channels", "list_id")))
                .hasValueSatisfying(asked -> assertThat(asked.word()).isEqualTo("unsubscribe-globally"));
        assertThat(target("data-privacy-deletions").confirmation(Set.of("id")))
                .hasValueSatisfying(asked -> assertThat(asked.word()).isEqualTo("delete-profiles"));
    }

    @ParameterizedTest
    @CsvSource({
        "profiles, lists:write profiles:write, profiles",
        "subscriptions, lists:write profiles:write subscriptions:write, profiles",
        "unsubscriptions, lists:write profiles:write subscriptions:write, profiles",
        "suppressions, profiles:write subscriptions:write, profiles",
        "unsuppressions, subscriptions:write, profiles",
        "data-privacy-deletions, data-privacy:write, data-privacy"
    })
    void nameTheScopesOfTheSpecification(String name, String scope, String family) {
        Operation operation = target(name).operation();

        assertThat(operation.scope()).isEqualTo(scope);
        assertThat(operation.family()).isEqualTo(ApiFamily.of(family));
    }

    @Test
    void followTheJobsThatThereAre() {
        JobKind imports = PROFILES.job().orElseThrow();

        assertThat(imports.get()).hasToString("GET /api/profile-bulk-import-jobs/{id}");
        assertThat(imports.errors()).hasToString("GET /api/profile-bulk-import-jobs/{id}/import-errors");
        assertThat(target("suppressions").job().orElseThrow().get())
                .hasToString("GET /api/profile-suppression-bulk-create-jobs/{id}");
        assertThat(target("unsuppressions").job().orElseThrow().get())
                .hasToString("GET /api/profile-suppression-bulk-delete-jobs/{id}");
        assertThat(target("unsuppressions").job().orElseThrow().errors()).isNull();
        assertThat(SUBSCRIPTIONS.job()).isEmpty();
        assertThat(UNSUBSCRIPTIONS.job()).isEmpty();
        assertThat(target("data-privacy-deletions").job()).isEmpty();
    }

    /** What concerns a whole request is said by its place; what belongs together is a profile. */
    @ParameterizedTest
    @CsvSource({
        "profiles, 'id,email,phone_number,external_id,_kx', list_id",
        "subscriptions, 'id,email,phone_number', 'list_id,custom_source,historical_import'",
        "unsubscriptions, 'email,phone_number', list_id",
        "suppressions, email, 'list_id,segment_id'",
        "data-privacy-deletions, 'id,email,phone_number', ''"
    })
    void sayWhatBelongsTogether(String name, String natural, String ofRequest) {
        assertThat(String.join(",", target(name).natural())).isEqualTo(natural);
        assertThat(target(name).columns().stream()
                        .filter(column -> column.place().startsWith("request:"))
                        .map(TargetColumn::name)
                        .collect(Collectors.joining(",")))
                .isEqualTo(ofRequest);
    }
}
