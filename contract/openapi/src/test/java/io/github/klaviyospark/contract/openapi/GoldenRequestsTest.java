package io.github.klaviyospark.contract.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.contract.openapi.Document.Place;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(Lifecycle.PER_CLASS)
final class GoldenRequestsTest {
    private Document document;
    private Judge judge;

    @BeforeAll
    void readTheDocument() throws Exception {
        document = Document.named();
        judge = new Judge(document);
    }

    static List<Golden> goldens() throws Exception {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void aGoldenRequestIsOneThatTheDocumentDescribes(Golden golden) {
        golden.assumeIn(document);
        Place place = golden.place(document);

        assertThat(golden.method()).isEqualTo(place.method());
        assertThat(judge.request(place, golden.request())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void noMistakeInAGoldenRequestIsPassedOver(Golden golden) {
        golden.assumeIn(document);
        SoftAssertions softly = new SoftAssertions();
        List<Mutation> mutations = Mutation.of(golden.body());

        for (Mutation mutation : mutations) {
            Sent wrong = golden.request().withBody(mutation.body().toString());
            softly.assertThat(judge.request(golden.place(document), wrong))
                    .as(mutation.what())
                    .isNotEmpty();
        }

        assertThat(mutations.isEmpty()).isEqualTo(golden.body().isEmpty());
        softly.assertAll();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void headersThatTheDocumentAsksForAreMissed(Golden golden) {
        golden.assumeIn(document);
        Sent request = golden.request();

        assertThat(judge.request(golden.place(document), request.withoutHeader("revision")))
                .hasSize(1)
                .first()
                .asString()
                .contains("Header parameter 'revision' is required");
        assertThat(judge.request(golden.place(document), request.withoutHeader("Authorization")))
                .isNotEmpty();
    }
}
