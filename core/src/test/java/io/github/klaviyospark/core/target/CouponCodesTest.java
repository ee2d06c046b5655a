package io.github.klaviyospark.core.target;

import static io.github.klaviyospark.core.target.Shaping.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CouponCodesTest {

    private final CouponCodes target = new CouponCodes();
    private final Shaping codes = new Shaping(target);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'unique_code':'a'} | column coupon_id is null, and must be given",
                "{'coupon_id':'ten percent','unique_code':'a'} | column coupon_id is no id of a coupon: letters of ASCII,"
                        + " digits and underscores only",
                "{'coupon_id':'T','unique_code':''} | column unique_code is empty, and must be given",
                "{'coupon_id':'T','unique_code':'a','expires_at':'never'} | column expires_at holds no time in ISO 8601,"
                        + " such as 2026-07-01T12:00:00Z"
            })
    void refusesACodeThatKlaviyoWouldRefuse(String row, String message) {
        assertThatThrownBy(() -> codes.shape(row))
                .isInstanceOf(InvalidRowException.class)
                .hasMessage(message);
    }

    @Test
    void refusesRowsWithoutACoupon() {
        assertThatThrownBy(() -> target.check(Set.of("unique_code", "expires_at")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Rows for coupon-codes need the column coupon_id. Columns: coupon_id, unique_code,"
                        + " expires_at.");
    }

    @Test
    void mayHaveAHundredJobsOpen() {
        assertThat(target.job().orElseThrow().open()).isEqualTo(100);
        assertThat(target.operation().repeatable()).isFalse();
    }

    @Test
    void readsARequestForOneCode() {
        assertThat(codes.rows("{'data':{'type':'coupon-code','attributes':{'unique_code':'a'},"
                        + "'relationships':{'coupon':{'data':{'type':'coupon','id':'T'}}}}}"))
                .containsExactly(tree("{'coupon_id':'T','unique_code':'a'}"));
    }

    @Property(tries = 200)
    void whatIsSentCanBeReadBack(@ForAll Random random) throws IOException {
        ObjectNode row = new RandomRow(random).of(target).put("coupon_id", "C_" + random.nextInt(1_000));

        assertThat(codes.back(row)).isEqualTo(tree(row.toString()));
    }
}
