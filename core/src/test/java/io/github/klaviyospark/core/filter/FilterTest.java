package io.github.klaviyospark.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {

    private static final CollectionDescriptor PROFILES =
            Collections.find("profiles").orElseThrow();

    private static final String GLOBAL = "subscriptions.email.marketing.suppression";
    private static final String LIST = "subscriptions.email.marketing.list_suppressions";

    private static Filter parse(String text) {
        return Filter.parse(text, PROFILES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "equals(id,\"a\") | equals(id,\"a\")",
                "equals(id,'a') | equals(id,\"a\")",
                "equals( id , 'it\\'s' ) | equals(id,\"it's\")",
                "equals(external_id,\"a\\\"b\\\\c\") | equals(external_id,\"a\\\"b\\\\c\")",
                "any(email,[\"a b@x.example.net\",'c,d)'])| any(email,[\"a b@x.example.net\",\"c,d)\"])",
                "greater-than(created,2026-07-01T02:00:00+02:00) | greater-than(created,2026-07-01T00:00:00Z)",
                "and(equals(id,\"a\"),and(equals(_kx,\"b\"),equals(email,\"c\"))) | equals(id,\"a\"),equals(_kx,\"b\"),equals(email,\"c\")",
                "equals(id,\"a\") , less-than(updated,2026-07-01T00:00:00Z) | equals(id,\"a\"),less-than(updated,2026-07-01T00:00:00Z)",
            })
    void isReadAndWrittenAgain(String given, String written) {
        assertThat(parse(given).written()).isEqualTo(written);
    }

    @Property
    void bringsAnyTextThrough(@ForAll String text) {
        Condition condition = Condition.of("external_id", Operator.EQUALS, Literal.of(text));

        assertThat(FilterParser.parse(condition.written())).containsExactly(condition);
    }

    @Test
    void showsNoText() {
        assertThat(parse("equals(email,\"jo@shop.example.net\"),greater-than(created,2026-07-01T00:00:00Z)"))
                .hasToString("equals(email,…),greater-than(created,2026-07-01T00:00:00Z)");
        assertThat(parse("any(id,[\"a\",\"b\"])")).hasToString("any(id,[2 values])");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "equals(id | The filter cannot be read: ',' is expected at the end.",
                "equals(id,\"a\"` | The filter cannot be read: ')' is expected at the end.",
                "equals(id,\"a | The filter cannot be read: '\"' is expected at the end.",
                "equals(id,a b) | The filter cannot be read: a quoted text, a number, true, false, or a time such as"
                        + " 2026-07-01T00:00:00Z is expected at position 11.",
                "equals(id,\"a\") equals(id,\"b\") | The filter cannot be read: a comma or the end is expected at"
                        + " position 16.",
                "or(equals(id,\"a\"),equals(id,\"b\")) | The filter names 'or', which is no operator.",
                "equals(title,\"a\") | The filter names 'title', and profiles cannot be filtered by that. Filterable are"
                        + " id, email, phone_number, external_id, _kx, created, updated,",
                "greater-or-equal(created,2026-07-01T00:00:00Z) | The filter compares created with greater-or-equal."
                        + " Allowed: greater-than, less-than.",
                "greater-than(created,\"2026-07-01T00:00:00Z\") | The filter compares created with a value of another"
                        + " kind. Write a time without quotes, for example 2026-07-01T00:00:00Z.",
                "greater-than(created,2026-07-01T00:00:00.5Z) | The filter compares with a time that has fractions",
                "equals(id,12) | The filter compares id with a value of another kind. Write a text in quotes.",
                "equals(id,null) | The filter compares id with a value of another kind. Write a text in quotes.",
                "equals(id,\"\") | The filter compares id with a text that is empty, very long, or has control",
                "equals(_kx,[\"a\"]) | The filter compares _kx with equals and a list; give a single one.",
                "any(id,\"a\") | The filter compares id with any and a single value; write any(field,[...]).",
                "equals(id,\"a\"),equals(id,\"b\") | The filter compares id twice with equals. Say it once;",
            })
    void isRefusedInWords(String given, String message) {
        assertThatThrownBy(() -> parse(given.replace("`", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith(message);
    }

    @Test
    void keepsTheRulesOfSuppressions() {
        String reason = "equals(" + GLOBAL + ".reason,\"HARD_BOUNCE\")";
        String since = "greater-than(" + GLOBAL + ".timestamp,2026-07-01T00:00:00Z)";
        String until = "less-or-equal(" + GLOBAL + ".timestamp,2026-08-01T00:00:00Z)";
        String ofList = "equals(" + LIST + ".list_id,\"Y6nRLr\")";
        String listReason = "equals(" + LIST + ".reason,\"UNSUBSCRIBE\")";

        assertThat(parse(reason + "," + since).fields()).hasSize(2);
        assertThat(parse(ofList + "," + listReason).fields()).hasSize(2);
        assertThatThrownBy(() -> parse(reason + "," + ofList))
                .hasMessageStartingWith("The filter has conditions on suppression and on list_suppressions");
        assertThatThrownBy(() -> parse(since + "," + until))
                .hasMessageStartingWith("The filter bounds a suppression's timestamp twice");
        assertThatThrownBy(() -> parse(listReason))
                .hasMessageStartingWith("The filter has conditions on list_suppressions without naming the list.");
    }
}
