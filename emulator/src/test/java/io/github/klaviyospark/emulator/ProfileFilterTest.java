package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.ApiClient.error;
import static io.github.klaviyospark.emulator.ProfileReader.ids;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProfileFilterTest {
    private static final String SUPPRESSION = "subscriptions.email.marketing.suppression.";
    private static final String LISTS = "subscriptions.email.marketing.list_suppressions.";
    private static final FakeTime TIME = new FakeTime();

    private static KlaviyoEmulator emulator;
    private static ProfileReader reader;

    @BeforeAll
    static void start() {
        emulator = KlaviyoEmulator.builder().quotas(false).time(TIME).start();
        reader = new ProfileReader(new ApiClient(emulator.endpoint()));
        emulator.addProfiles(List.of(
                "{\"id\":\"a\",\"_kx\":\"k1\",\"attributes\":{\"email\":\"Ada@Example.net\",\"external_id\":\"X'1\\\"\\\\\","
                        + "\"created\":\"2026-01-01T00:00:00.000001Z\",\"subscriptions\":{\"email\":{\"marketing\":{"
                        + "\"suppression\":[{\"reason\":\"UNSUBSCRIBE\",\"timestamp\":\"2026-02-01T00:00:00Z\"},"
                        + "{\"reason\":\"HARD_BOUNCE\",\"timestamp\":\"2026-04-01T00:00:00Z\"}]}}}}}",
                "{\"id\":\"b\",\"attributes\":{\"email\":\"bob@example.net\",\"external_id\":\"x'1\","
                        + "\"created\":\"2026-01-01T00:00:00Z\"}}"));
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static List<String> found(String filter) {
        return ids(reader.page("filter", filter));
    }

    private static String refused(String filter) {
        HttpResponse<String> response = reader.get("filter", filter);
        assertThat(response.statusCode()).as(filter).isEqualTo(400);
        assertThat(error(response).at("/code").textValue()).isEqualTo("invalid");
        assertThat(error(response).at("/source/parameter").textValue()).isEqualTo("filter");
        return error(response).at("/detail").textValue();
    }

    @Test
    void addressesIgnoreCaseAndNothingElseDoes() {
        assertThat(found("equals(email,\"aDA@eXAMPLE.NET\")")).containsExactly("a");
        assertThat(found("any(email,[\"ADA@example.net\",\"bob@example.net\"])"))
                .containsExactly("a", "b");
        assertThat(found("equals(external_id,\"x'1\")")).containsExactly("b");
        assertThat(found("equals(id,\"A\")")).isEmpty();
        assertThat(found("equals(_kx,'k1')")).containsExactly("a");
        assertThat(found("equals(_kx,'K1')")).isEmpty();
    }

    @Test
    void quotesAndBackslashesAreEscapedByABackslash() {
        assertThat(found("equals(external_id,\"X'1\\\"\\\\\")")).containsExactly("a");
        assertThat(found("equals(external_id,'X\\'1\"\\\\')")).containsExactly("a");
        assertThat(found("equals(external_id,['x\\'1'])")).containsExactly("b");
    }

    @Test
    void boundsAreStrictToTheMicrosecond() {
        assertThat(found("greater-than(created,2026-01-01T00:00:00Z)")).containsExactly("a");
        assertThat(found("less-than(created,2026-01-01T00:00:00Z)")).isEmpty();
        assertThat(found("less-than(created,2026-01-01T01:00:01+01:00)")).containsExactly("a", "b");
        assertThat(found("and(greater-than(created,2025-12-31T23:59:59Z),and(less-than(updated,2026-01-01T00:00:01Z),"
                        + "equals(id,'b')))"))
                .containsExactly("b");
    }

    @Test
    void reasonAndTimeBelongToOneSuppression() {
        String bounce = "equals(" + SUPPRESSION + "reason,'HARD_BOUNCE'),";

        assertThat(found(bounce + "greater-or-equal(" + SUPPRESSION + "timestamp,2026-04-01T00:00:00Z)"))
                .containsExactly("a");
        assertThat(found(bounce + "less-than(" + SUPPRESSION + "timestamp,2026-03-01T00:00:00Z)"))
                .isEmpty();
    }

    @Test
    void aBoundMayBeNowButNotLater() {
        TIME.pass(Duration.ofSeconds(1));

        assertThat(found("less-than(created,2026-07-20T12:00:01Z)")).containsExactly("a", "b");
        assertThat(refused("less-than(created,2026-07-20T12:00:59Z)"))
                .isEqualTo("The datetime 2026-07-20T12:00:59Z may not be in the future.");
        assertThat(refused("greater-than(" + SUPPRESSION + "timestamp,2027-01-01T00:00:00Z)"))
                .contains("future");
    }

    @Test
    void theListOfAnAnyEndsAtAHundred() {
        assertThat(found("any(id,[" + values(99) + ",'a'])")).containsExactly("a");
        assertThat(refused("any(id,[" + values(101) + "])"))
                .isEqualTo("A list of values has from 1 to 100 of them, not 101.");
    }

    private static String values(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"v" + i + "\"").collect(Collectors.joining(","));
    }

    @Test
    void unknownFieldsAndOperatorsAreNamed() {
        assertThat(refused("equals(title,'x')"))
                .isEqualTo("'title' is not a filterable field for this resource. The filterable fields on this resource"
                        + " are: id, email, phone_number, external_id, _kx, created, updated, " + LISTS + "reason, "
                        + LISTS + "timestamp, " + LISTS + "list_id, " + SUPPRESSION + "reason, " + SUPPRESSION
                        + "timestamp");
        assertThat(refused("greater-or-equal(updated,2026-01-01T00:00:00Z)"))
                .isEqualTo(
                        "'greater-or-equal' is not an allowed operator for the field 'updated'. The allowed operators"
                                + " on this field are: greater-than, less-than");
        assertThat(refused("has(email)")).startsWith("'has' is not an allowed operator");
        assertThat(refused("any(_kx,['k1'])")).startsWith("'any' is not an allowed operator");
        assertThat(refused("contains(email,'a')")).startsWith("'contains' is not an allowed operator");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "equals",
                "equals(id)",
                "equals(id,)",
                "equals(id,'a'",
                "equals(id,'a'))",
                "equals(id,'a),",
                "equals(id,'a'),",
                ",equals(id,'a')",
                "equals(id, 'a')",
                "equals(id,'a') ",
                "equals(id,a)",
                "equals(id,'a\\n')",
                "equals(id,'a\\\"')",
                "equals(id,'a\\",
                "equals(id,'a\u0001')",
                "equals(id,'a\n')",
                "EQUALS(id,'a')",
                "not(equals(id,'a'))",
                "or(equals(id,'a'),equals(id,'b'))",
                "and(equals(id,'a'))",
                "and()",
                "any(id,['a',])",
                "any(id,[['a']])",
                "any(id,['a'",
                "less-than(created,2026-01-01)",
                "less-than(created,2026-01-01T00:00:00)",
                "less-than(created,2026-01-01 00:00:00Z)"
            })
    void whatDoesNotFollowTheGrammarIsInvalid(String filter) {
        assertThat(refused(filter)).isEqualTo("Invalid filter provided");
    }

    @Test
    void bracketsCannotExhaustTheStack() {
        assertThat(refused("and(".repeat(1000))).isEqualTo("Invalid filter provided");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "equals(id,'')",
                "equals(id,null)",
                "equals(id,7)",
                "equals(id,true)",
                "equals(id,2026-01-01T00:00:00Z)",
                "equals(_kx,['k1'])",
                "any(id,'a')",
                "any(id,[])",
                "any(id,['a',''])",
                "any(id,['a',7])",
                "less-than(created,'2026-01-01T00:00:00Z')",
                "less-than(created,1767225600)",
                "less-than(created,null)",
                "less-than(created,[2026-01-01T00:00:00Z])",
                "less-than(created,2026-01-01T00:00:00.5Z)",
                "less-than(created,2026-01-01T00:00:00.000Z)",
                "less-than(created,2026-02-30T00:00:00Z)",
                "less-than(created,2026-01-01T24:30:00Z)",
                "equals(id,'a'),equals(id,'b')",
                "and(equals(id,'a'),equals(id,'a'))",
                "less-than(created,2026-01-01T00:00:00Z),less-than(created,2026-01-02T00:00:00Z)",
                "equals(" + LISTS + "reason,'x')",
                "equals(" + LISTS + "list_id,['x'])",
                "equals(" + LISTS + "list_id,'x'),equals(" + SUPPRESSION + "reason,'x')",
                "less-than(" + SUPPRESSION + "timestamp,2026-01-02T00:00:00Z),greater-than(" + SUPPRESSION
                        + "timestamp,2026-01-01T00:00:00Z)"
            })
    void valuesOfTheWrongKindAndRulesOfFieldsAreRefused(String filter) {
        assertThat(refused(filter)).isNotEqualTo("Invalid filter provided");
    }
}
