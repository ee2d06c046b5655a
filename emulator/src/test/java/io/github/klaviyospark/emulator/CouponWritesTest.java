package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.Account.JOB_LAG;
import static io.github.klaviyospark.emulator.ApiClient.assertRefused;
import static io.github.klaviyospark.emulator.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes of coupons that jobs make. */
final class CouponWritesTest {
    private static final String PATH = "/api/coupon-code-bulk-create-jobs";
    private static final String CODES = "/data/attributes/coupon-codes/data";

    @AutoClose
    private final Account account = new Account(with -> with.jobLag(JOB_LAG));

    @Test
    void codesAreThereWhenTheirJobIsComplete() throws Exception {
        HttpResponse<String> accepted = send(
                code("10OFF", "\"unique_code\":\"TEN-1\",\"expires_at\":\"2027-01-01T00:00:00Z\""),
                code("WELCOME", "\"unique_code\":\"HI-1\""));
        JsonNode job = json(accepted).at("/data");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(job.at("/attributes/status").asText()).isEqualTo("processing");
        assertThat(account.emulator.resources("coupon-codes")).isEmpty();

        JsonNode done = account.done(accepted);
        assertThat(done.at("/attributes/status").asText()).isEqualTo("complete");
        assertThat(done.at("/attributes/completed_count").asInt()).isEqualTo(2);
        assertThat(done.at("/relationships/coupon-codes/data").findValuesAsText("id"))
                .containsExactly("10OFF-TEN-1", "WELCOME-HI-1");
        assertThat(held())
                .containsExactly(
                        json("{\"id\":\"10OFF-TEN-1\",\"attributes\":{\"unique_code\":\"TEN-1\","
                                + "\"expires_at\":\"2027-01-01T00:00:00.000000+00:00\",\"status\":\"UNASSIGNED\"},"
                                + "\"relationships\":{\"coupon\":\"10OFF\"}}"),
                        json("{\"id\":\"WELCOME-HI-1\",\"attributes\":{\"unique_code\":\"HI-1\","
                                + "\"expires_at\":\"2027-07-20T12:00:10.123456+00:00\",\"status\":\"UNASSIGNED\"},"
                                + "\"relationships\":{\"coupon\":\"WELCOME\"}}"));
    }

    @Test
    void codesCanBeIncluded() throws Exception {
        JsonNode job = account.done(send(code("10OFF", "\"unique_code\":\"A\"")));
        JsonNode read = json(account.api.get(PATH + "/" + job.at("/id").asText()
                + "?include=coupon-codes&fields%5Bcoupon-code%5D=unique_code,status"));

        assertThat(read.at("/included/0/id").asText()).isEqualTo("10OFF-A");
        assertThat(read.at("/included/0/attributes"))
                .isEqualTo(json("{\"unique_code\":\"A\",\"status\":\"UNASSIGNED\"}"));
        assertThat(read.at("/included/0/relationships/coupon/data/id").asText()).isEqualTo("10OFF");
    }

    @Test
    void unknownCouponsAndCodesThatAreThereAreErrorsInTheJob() throws Exception {
        account.done(send(code("10OFF", "\"unique_code\":\"A\"")));
        JsonNode job = account.done(send(
                code("10OFF", "\"unique_code\":\"A\""),
                code("WELCOME", "\"unique_code\":\"A\""),
                code("SUMMER", "\"unique_code\":\"B\""),
                code("10OFF", "\"unique_code\":\"B\""),
                code("10OFF", "\"unique_code\":\"B\"")));

        assertThat(job.at("/attributes/completed_count").asInt()).isEqualTo(2);
        assertThat(job.at("/attributes/failed_count").asInt()).isEqualTo(3);
        assertThat(job.at("/attributes/errors").findValuesAsText("code"))
                .containsExactly("duplicate", "not_found", "duplicate");
        assertThat(job.at("/attributes/errors").findValuesAsText("pointer"))
                .containsExactly(CODES + "/0", CODES + "/2", CODES + "/4");
    }

    @Test
    void couponsThatWereLoadedAreKnown() throws Exception {
        account.emulator.addResources("coupons", List.of("{\"id\":\"SUMMER\"}"));
        JsonNode job = account.done(send(code("SUMMER", "\"unique_code\":\"B\"")));

        assertThat(job.at("/attributes/failed_count").asInt()).isZero();
        account.emulator.reset();
        assertThat(account.emulator.resources("coupons")).hasSize(2);
        assertThat(account.emulator.resources("coupon-codes")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "10OFF | \"unique_code\":\"\" | /attributes/unique_code",
                "10OFF | \"unique_code\":7 | /attributes/unique_code",
                "10OFF | \"expires_at\":null | /attributes/unique_code",
                "10OFF | \"unique_code\":\"A\",\"expires_at\":\"soon\" | /attributes/expires_at",
                "10OFF | \"unique_code\":\"A\",\"colour\":1 | /attributes/colour",
                "10-OFF | \"unique_code\":\"A\" | /relationships/coupon/data/id",
            })
    void aMalformedCodeRefusesTheWholeRequest(String coupon, String attributes, String pointer) throws Exception {
        HttpResponse<String> refused = send(code("10OFF", "\"unique_code\":\"RIGHT\""), code(coupon, attributes));
        account.pass(JOB_LAG);

        assertRefused(refused, CODES + "/1" + pointer);
        assertThat(account.emulator.resources("coupon-codes")).isEmpty();
    }

    @Test
    void aThousandCodesAreTheMost() throws Exception {
        String[] codes = IntStream.range(0, 1001)
                .mapToObj(i -> code("10OFF", "\"unique_code\":\"N" + i + "\""))
                .toArray(String[]::new);

        assertRefused(send(codes), CODES);
        assertRefused(send(), CODES);
        assertThat(account.done(send(Arrays.copyOf(codes, 1000)))
                        .at("/attributes/completed_count")
                        .asInt())
                .isEqualTo(1000);
        assertThat(account.emulator.resources("coupon-codes")).hasSize(1000);
    }

    @Test
    void aHundredJobsMayBeOpen() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(send(code("10OFF", "\"unique_code\":\"N" + i + "\"")).statusCode())
                    .isEqualTo(202);
        }

        assertThat(send(code("10OFF", "\"unique_code\":\"X\"")).statusCode()).isEqualTo(429);
        account.pass(JOB_LAG);
        assertThat(send(code("10OFF", "\"unique_code\":\"X\"")).statusCode()).isEqualTo(202);
    }

    @Test
    void poisonPointsAtTheCode() throws Exception {
        account.emulator.fault(Fault.builder("POST " + PATH, Fault.Kind.POISON)
                .contains("POISON")
                .pointers(true)
                .build());

        assertRefused(
                send(code("10OFF", "\"unique_code\":\"A\""), code("10OFF", "\"unique_code\":\"POISON\"")),
                CODES + "/1");
    }

    private HttpResponse<String> send(String... codes) throws Exception {
        return account.api.post(
                PATH,
                "{\"data\":{\"type\":\"coupon-code-bulk-create-job\",\"attributes\":{\"coupon-codes\":{\"data\":["
                        + String.join(",", codes) + "]}}}}");
    }

    private static String code(String coupon, String attributes) {
        return "{\"type\":\"coupon-code\",\"attributes\":{" + attributes
                + "},\"relationships\":{\"coupon\":{\"data\":{\"type\":\"coupon\",\"id\":\"" + coupon + "\"}}}}";
    }

    private List<JsonNode> held() {
        return account.emulator.resources("coupon-codes").map(ApiClient::json).toList();
    }
}
