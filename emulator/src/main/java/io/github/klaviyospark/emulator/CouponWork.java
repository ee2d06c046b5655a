package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.HeldResource;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.jobs.JobWork;
import io.github.klaviyospark.emulator.jobs.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The job of a request that brings codes of coupons. */
final class CouponWork implements JobWork {
    static final String CODES = "coupon-codes";
    static final String COUPONS = "coupons";
    static final String COUPON = "coupon";

    private static final long YEAR = 365 * 86_400 * Micros.SECOND;

    private final Holdings holdings;
    private final List<Code> codes;
    private volatile List<String> done = List.of();

    CouponWork(Holdings holdings, List<Code> codes) {
        this.holdings = holdings;
        this.codes = codes;
    }

    @Override
    public int size() {
        return codes.size();
    }

    @Override
    public String pointer(int record) {
        return "/data/attributes/" + CODES + "/data/" + record;
    }

    @Override
    public Map<String, List<String>> related() {
        return Map.of(CODES, done);
    }

    @Override
    public List<Outcome> carryOut(List<Integer> records, long micros) {
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, Resource> made = new LinkedHashMap<>();
        for (int record : records) {
            Code code = codes.get(record);
            if (holdings.at(COUPONS).find(code.coupon).isEmpty()) {
                outcomes.add(Outcome.failed(
                        "not_found", "Not found.", "A coupon with id '" + code.coupon + "' does not exist."));
            } else if (made.containsKey(code.id())
                    || holdings.at(CODES).find(code.id()).isPresent()) {
                outcomes.add(Outcome.failed(
                        "duplicate", "Conflict.", "A coupon code with id '" + code.id() + "' already exists."));
            } else {
                made.put(code.id(), resource(code, micros));
                outcomes.add(Outcome.DONE);
            }
        }
        holdings.add(CODES, List.copyOf(made.values()));
        done = List.copyOf(made.keySet());
        return outcomes;
    }

    private static Resource resource(Code code, long micros) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("unique_code", code.code);
        attributes.put("expires_at", code.expiresAt == null ? (Long) (micros + YEAR) : code.expiresAt);
        attributes.put("status", "UNASSIGNED");
        return new HeldResource(code.id(), attributes, Map.of(COUPON, List.of(code.coupon)));
    }

    /** A code that is to be made; without a time it expires after a year. */
    record Code(String coupon, String code, Long expiresAt) {
        String id() {
            return coupon + "-" + code;
        }
    }
}
