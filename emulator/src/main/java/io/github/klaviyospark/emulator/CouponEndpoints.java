package io.github.klaviyospark.emulator;

import static io.github.klaviyospark.emulator.CouponWork.CODES;
import static io.github.klaviyospark.emulator.CouponWork.COUPON;

import io.github.klaviyospark.emulator.CouponWork.Code;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes jobs that bring codes of coupons, and shows them. */
final class CouponEndpoints {
    static final int MOST_CODES = 1000;

    private static final String TYPE = "coupon-code";
    private static final String LIMITS = "75/1s,750/1m";
    private static final Pattern COUPON_ID = Pattern.compile("[0-9_A-z]+");

    private final Holdings holdings;
    private final JobEndpoints jobs;

    CouponEndpoints(Holdings holdings, JobEndpoints jobs) {
        this.holdings = holdings;
        this.jobs = jobs;
    }

    List<Route> routes() {
        return jobs.routes(
                new JobEndpoints.Offer(JobFamily.COUPON_CODE_CREATE, LIMITS, LIMITS, CODES, TYPE, true),
                document -> new CouponWork(holdings, codes(document)));
    }

    private static List<Code> codes(Object document) throws Refusal {
        List<Shape> items = Shape.document(document, JobFamily.COUPON_CODE_CREATE.type())
                .only("type", "attributes")
                .object("attributes")
                .only(CODES)
                .object(CODES)
                .only("data")
                .objects("data");
        if (items.isEmpty() || items.size() > MOST_CODES) {
            throw Refusal.invalid(
                    "A request brings from 1 to " + MOST_CODES + " coupon codes, not " + items.size() + ".",
                    "/data/attributes/" + CODES + "/data");
        }
        Findings findings = new Findings();
        List<Code> codes = new ArrayList<>();
        for (Shape item : items) {
            findings.check(() -> codes.add(code(item)));
        }
        findings.refuse();
        return codes;
    }

    private static Code code(Shape item) throws Refusal {
        Shape attributes = item.type(TYPE)
                .only("type", "attributes", "relationships")
                .object("attributes")
                .only("unique_code", "expires_at");
        String code = attributes.text("unique_code");
        if (code.isEmpty()) {
            throw attributes.wrong("unique_code", "a string that is not empty");
        }
        Shape coupon = item.object("relationships")
                .only(COUPON)
                .object(COUPON)
                .only("data")
                .object("data")
                .type(COUPON)
                .only("type", "id");
        String id = coupon.text("id");
        if (!COUPON_ID.matcher(id).matches()) {
            throw coupon.wrong("id", "of letters, digits and underscores");
        }
        return new Code(id, code, expiry(attributes));
    }

    private static Long expiry(Shape attributes) throws Refusal {
        String text = attributes.text("expires_at", null);
        try {
            return text == null ? null : (Long) Micros.parse(text);
        } catch (DateTimeException e) {
            throw attributes.wrong("expires_at", "a time in ISO 8601 such as 2026-07-01T12:30:00Z");
        }
    }
}
