package io.github.klaviyospark.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingPathTest {

    private static final String ALLOWED =
            ". A path is $ followed by steps, each ['key'] or [*] and at least one of them a"
                    + " key, as in $['lines'][*]['sku']; a quote or a backslash in a key takes a backslash before it.";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$['a'] | $['a']",
                "$[\"a\"] | $['a']",
                "$['a'][\"b\"]['c'] | $['a']['b']['c']",
                "$['a'][*]['b'] | $['a'][*]['b']",
                "$['a'][*][*] | $['a'][*][*]",
                "$[*]['a'] | $[*]['a']",
                "$[''] | $['']",
                "$['unit price'] | $['unit price']",
                "$['$source']['a.b']['a,b']['[*]'] | $['$source']['a.b']['a,b']['[*]']",
                "$['it\\'s'] | $['it\\'s']",
                "$[\"it's\"] | $['it\\'s']",
                "$['say \"a\"'] | $['say \"a\"']",
                "$[\"say \\\"a\\\"\"] | $['say \"a\"']",
                "$['back\\\\slash'] | $['back\\\\slash']",
                "$['日本']['🎉'] | $['日本']['🎉']",
            })
    void isReadAndWrittenWithSingleQuotes(String given, String written) {
        assertThat(MappingPath.parse(given)).hasToString(written);
        assertThat(MappingPath.ofText(given)).isEqualTo(MappingPath.parse(written));
        assertThat(MappingPath.ofAccount(given)).isEqualTo(MappingPath.parse(written));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | it does not begin with $",
                "a | it does not begin with $",
                "['a'] | it does not begin with $",
                "@['a'] | it does not begin with $",
                "$ | it has no key",
                "$[*] | it has no key",
                "$.a | a dot stands at position 2",
                "$['a'].b | a dot stands at position 7",
                "$['a'].length() | a function stands at position 7",
                "$..a | a descent (..) stands at position 2",
                "$['a'][?(@.b == 1)] | a filter stands at position 7",
                "$['a'][0] | a positional index stands at position 7",
                "$['a'][-1]['b'] | a positional index stands at position 7",
                "$['a'][0,1] | a positional index stands at position 7",
                "$['a'][1:2] | a slice stands at position 7",
                "$['a'][:] | a slice stands at position 7",
                "$['a','b'] | a step with several keys stands at position 2",
                "$['a' | the key that begins at position 2 is not followed by ]",
                "$['a' ] | the key that begins at position 2 is not followed by ]",
                "$['a\"] | the key that begins at position 2 has no closing quote",
                "$['a\\'] | the key that begins at position 2 has no closing quote",
                "$['a\\nb'] | the backslash at position 5 stands before neither a quote nor a backslash",
                "$['a\\ | the backslash at position 5 stands before neither a quote nor a backslash",
                "$[a] | something that is no step stands at position 2",
                "$[] | something that is no step stands at position 2",
                "$[ *] | something that is no step stands at position 2",
                "$['a']* | something that is no step stands at position 7",
                "$['a'] ['b'] | something that is no step stands at position 7",
                "`$['a'] ` | something that is no step stands at position 7",
                "$ ['a'] | something that is no step stands at position 2",
            })
    void saysWhatIsNotOfTheSubset(String path, String why) {
        assertThatThrownBy(() -> MappingPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The path " + path + " cannot be used: " + why + ALLOWED);
    }

    @Test
    void takesIndexesOfPathsThatExistInAnAccount() {
        assertThat(MappingPath.ofAccount("$['lines'][0][\"sku\"]")).hasToString("$['lines'][0]['sku']");
        assertThatThrownBy(() -> MappingPath.ofAccount("$['lines'][-1]"))
                .hasMessage(
                        "The path $['lines'][-1] cannot be used: a positional index stands at position 11. A path is $"
                                + " followed by steps, each ['key'], [0] or [*] and at least one of them a key, as in"
                                + " $['lines'][*]['sku']; a quote or a backslash in a key takes a backslash before it.");
    }

    @ParameterizedTest
    @CsvSource({
        "email, $['email']",
        "customer.email, $['customer']['email']",
        "lines[*].sku, $['lines'][*]['sku']",
        "orders[*].lines[*].id, $['orders'][*]['lines'][*]['id']",
        "tags[*], $['tags'][*]",
        "$source.unit-price_2, $['$source']['unit-price_2']",
        "größe.日本, $['größe']['日本']",
    })
    void isReadFromNamesWithDots(String text, String written) {
        assertThat(MappingPath.ofText(text)).hasToString(written);
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "$",
        "$.a",
        "$..a",
        "a.",
        ".a",
        "a..b",
        "unit price",
        "a[0]",
        "a[*][*]",
        "[*]",
        "a[*]b",
        "a['b']",
        "a/b",
        "a b"
    })
    void saysWhatIsNoNameWithDots(String text) {
        assertThatThrownBy(() -> MappingPath.ofText(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The path '" + text + "' cannot be read. Write names with dots between them, as in"
                        + " customer.email or lines[*].sku, where a name has letters, digits, _, - and $; or write it in"
                        + " full, as in $['lines'][*]['unit price'].");
    }

    @Test
    void knowsTheArraysItGoesThrough() {
        assertThat(MappingPath.ofText("a.b").arrays()).isEmpty();
        assertThat(MappingPath.parse("$[\"a\"][*]['b'][*][*]['c']").arrays())
                .containsExactly("$['a'][*]", "$['a'][*]['b'][*]", "$['a'][*]['b'][*][*]");
    }

    @ParameterizedTest
    @CsvSource({
        "sku, id, true",
        "customer.email, lines[*].id, true",
        "lines[*].sku, lines[*].id, true",
        "lines[*].item.sku, lines[*].id, true",
        "lines[*], lines[*].id, true",
        "lines[*].taxes[*].rate, lines[*].taxes[*].id, true",
        "lines[*].sku, lines[*].taxes[*].id, true",
        "shop, lines[*].taxes[*].id, true",
        "lines[*].sku, id, false",
        "lines[*].taxes[*].rate, lines[*].id, false",
        "taxes[*].rate, lines[*].id, false",
        "taxes[*].rate, lines[*].taxes[*].id, false",
        "order.lines[*].sku, lines[*].id, false",
    })
    void isUnderAnIdWhenItGivesOneValueForIt(String data, String id, boolean isUnder) {
        assertThat(MappingPath.ofText(data).isUnder(MappingPath.ofText(id))).isEqualTo(isUnder);
    }

    @Test
    void isUnderAnIdWhateverTheQuotes() {
        assertThat(MappingPath.parse("$[\"lines\"][*][\"sku\"]").isUnder(MappingPath.parse("$['lines'][*]['id']")))
                .isTrue();
    }
}
