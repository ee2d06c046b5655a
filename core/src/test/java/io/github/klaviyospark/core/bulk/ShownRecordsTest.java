package io.github.klaviyospark.core.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownRecordsTest {

    private static final List<String> IDENTIFIERS = List.of("/id", "/attributes/email", "/attributes/phone");
    private static final int NONE = -1;

    private static final String[] RECORDS = {
        "{'attributes':{'email':'ada@shop.example.net','n':1}}",
        "{'attributes':{'email':'eve@shop.example.net','n':2}}",
        "{'id':'01A','attributes':{'phone':'+4930901820','n':3}}",
        "{'attributes':{'email':'max@shop.example.net','n':4}}",
        "{'attributes':{'email':'max@shop.example.net','n':5}}",
        "{'attributes':{'email':'max@shop.example.net','n':5}}",
        "{'attributes':{'email':'kim@shop.example.net','phone':'+4930901821','n':7}}",
        "{'attributes':{'email':'kim@shop.example.net','phone':'+4930901822','n':8}}"
    };

    private static int place(String payload, Integer... blamed) throws IOException {
        Chunker chunker = new Chunker(
                DataSourceRecords.into("orders"),
                DataSourceRecords.into("orders").limits());
        for (String record : RECORDS) {
            chunker.beginRecord().write(record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
            chunker.endRecord();
        }
        return new ShownRecords(chunker.flush(), IDENTIFIERS)
                .place(new ObjectMapper().readTree(payload.replace('\'', '"')), Set.of(blamed))
                .orElse(NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'profile','attributes':{'email':'eve@shop.example.net'}}",
                "{'email':'eve@shop.example.net'}",
                "{'email':'Eve@Shop.Example.Net ','title':'added'}",
                "{'id':'01UNKNOWN','attributes':{'email':'eve@shop.example.net'}}"
            })
    void findsARecordByItsIdentifier(String payload) throws IOException {
        assertThat(place(payload)).isEqualTo(1);
    }

    @Test
    void findsARecordByAnIdBesideItsAttributes() throws IOException {
        assertThat(place("{'id':'01A','attributes':{}}")).isEqualTo(2);
        assertThat(place("{'id':'01A'}")).isEqualTo(2);
    }

    @Test
    void eachIdentifierNarrowsTheSearch() throws IOException {
        assertThat(place("{'email':'kim@shop.example.net','phone':'+4930901822'}"))
                .isEqualTo(7);
    }

    @Test
    void tellsRecordsOfOneIdentifierApartByWhatElseTheySay() throws IOException {
        assertThat(place("{'n':4.0,'email':'max@shop.example.net'}")).isEqualTo(3);
    }

    @Test
    void takesAnotherOfTwoThatAreTheSame() throws IOException {
        String payload = "{'attributes':{'email':'max@shop.example.net','n':5}}";

        assertThat(place(payload)).isEqualTo(4);
        assertThat(place(payload, 4)).isEqualTo(5);
        assertThat(place(payload, 4, 5)).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "{}",
                "{'n':1}",
                "{'email':null}",
                "{'email':'nobody@shop.example.net'}",
                "{'email':'max@shop.example.net','n':6}",
                "{'email':'ada@shop.example.net','phone':'+4930901820'}"
            })
    void namesNoRecordThatIsNotCertain(String payload) throws IOException {
        assertThat(place(payload)).isEqualTo(NONE);
    }
}
