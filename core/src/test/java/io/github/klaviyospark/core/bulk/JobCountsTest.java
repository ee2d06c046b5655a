package io.github.klaviyospark.core.bulk;

import static io.github.klaviyospark.core.bulk.JobServer.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that are complete and whose counts are missing, or do not add up. */
class JobCountsTest {

    private static final String ERRORS = "GET /api/ships/J 1/errors";

    @AutoClose
    private final JobServer server = new JobServer();

    JobCountsTest() throws IOException {}

    private Delivered deliver(boolean listsErrors, int records) throws IOException {
        return server.sender(new Ships(true, listsErrors)).deliver(chunk(records), new Breaker(1_000));
    }

    private void listing(String errors) {
        server.when(ERRORS, 200, "{\"data\":[" + errors + "],\"links\":{\"next\":null}}");
    }

    private static String error(String id, String pointer) {
        return "{\"id\":\"" + id
                + "\",\"attributes\":{\"code\":\"invalid\",\"title\":\"No.\",\"source\":{\"pointer\":\"" + pointer
                + "\"}}}";
    }

    private static List<String> told(Delivered delivered) {
        return delivered.rejections().stream()
                .map(rejection -> rejection.place() + " " + rejection.code())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"failed_count\":null",
                "\"completed_count\":null,\"failed_count\":null,\"total_count\":null",
                "\"completed_count\":3,\"failed_count\":null,\"total_count\":4",
                "\"completed_count\":3,\"failed_count\":0,\"total_count\":4",
                "\"completed_count\":3,\"failed_count\":1"
            })
    void failuresAreFoundWhateverIsCounted(String counts) throws IOException {
        server.job("\"status\":\"complete\"," + counts);
        listing(error("e1", "/data/ships/2"));

        Delivered delivered = deliver(true, 4);

        assertThat(told(delivered)).containsExactly("2 invalid");
        assertThat(delivered.receipt().accepted()).isEqualTo(3);
    }

    @Test
    void errorsAreNotAskedForWhereAllRecordsCountAsTaken() throws IOException {
        server.job("\"status\":\"complete\",\"completed_count\":4,\"failed_count\":0,\"total_count\":4");

        assertThat(deliver(true, 4).rejections()).isEmpty();
        assertThat(server.asked).doesNotContain(ERRORS);
    }

    @Test
    void eachErrorWithoutARecordStandsForOneWhereFailuresAreNotCounted() throws IOException {
        server.job("\"status\":\"complete\",\"failed_count\":null");
        listing(error("e1", "/data") + "," + error("e2", "/data/ships/0") + "," + error("e3", "/data"));

        assertThat(told(deliver(true, 4))).containsExactly("-1 invalid", "-1 invalid", "0 invalid");
    }

    @Test
    void recordsThatNoCountHasAreUnknown() throws IOException {
        server.job("\"status\":\"complete\",\"completed_count\":1,\"failed_count\":1,\"total_count\":4");
        listing(error("e1", "/data/ships/2"));

        Delivered delivered = deliver(true, 4);

        assertThat(told(delivered))
                .containsExactly("0 job_incomplete", "1 job_incomplete", "2 invalid", "3 job_incomplete");
        assertThat(delivered.receipt().accepted()).isZero();
        assertThat(delivered.rejections().get(0).detail())
                .isEqualTo(
                        "Job J 1: It is complete and counts 2 of its 4 records nowhere. Whether it took this record is"
                                + " unknown.");
    }

    @Test
    void recordsThatWereSkippedAreSettled() throws IOException {
        server.job("\"status\":\"complete\",\"completed_count\":1,\"skipped_count\":3,\"total_count\":4");

        assertThat(deliver(false, 4).receipt().accepted()).isEqualTo(4);
    }
}
