package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.bulk.JobKind;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.quota.QuotaLimits;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Codes of coupons, made by jobs (operation {@code bulk_create_coupon_codes}): at most 1,000 of them a request, and 100
 * open jobs. What happens to a code that is there already is not documented, so nothing is sent again that may have
 * arrived.
 */
final class CouponCodes extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final String PATH = "/api/coupon-code-bulk-create-jobs";
    private static final String QUOTA = "75/1s,750/60s";

    private static final Operation OPERATION =
            Operation.writing("POST", PATH, ApiFamily.COUPONS, QUOTA, "coupon-codes:write", false, 202);

    private static final JobKind JOB = new JobKind(
            Operation.reading(PATH + "/{id}", ApiFamily.COUPONS, QuotaLimits.parse(QUOTA), "coupon-codes:read"), 100);

    private static final ChunkLimits LIMITS = new ChunkLimits(1_000, 5_000_000, 5_000_000);

    private static final Envelope ENVELOPE = Envelope.of(
            "{\"data\":{\"type\":\"coupon-code-bulk-create-job\",\"attributes\":{\"coupon-codes\":{\"data\":[",
            "]}}}}");

    private static final TargetColumn COUPON = TargetColumn.required(
            "coupon_id",
            ColumnKind.TEXT,
            "/relationships/coupon/data/id",
            "The coupon that it is a code of: letters of ASCII, digits, underscores.");

    private static final List<TargetColumn> COLUMNS = List.of(
            COUPON,
            TargetColumn.required(
                    "unique_code", ColumnKind.TEXT, "/attributes/unique_code", "The code, which one person will get."),
            TargetColumn.optional(
                    "expires_at",
                    ColumnKind.TIME,
                    "/attributes/expires_at",
                    "When it is worth nothing any more; a year from now where it is null or missing."));

    /** Klaviyo's own words, which let in what is between Z and a. */
    private static final Pattern COUPON_ID = Pattern.compile("[0-9_A-z]+");

    CouponCodes() {
        super("coupon-codes", Change.CREATE);
    }

    @Override
    public String purpose() {
        return "Adds codes to coupons, to be given to one person each. What Klaviyo does with a code that is there"
                + " already is not documented; expect an error of its own. Each request makes a job, which is followed to its end.";
    }

    @Override
    public List<TargetColumn> columns() {
        return COLUMNS;
    }

    @Override
    public List<String> natural() {
        return List.of("coupon_id", "unique_code");
    }

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public ChunkLimits limits() {
        return LIMITS;
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/coupon-codes/data";
    }

    @Override
    public Optional<JobKind> job() {
        return Optional.of(JOB);
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        ObjectNode code = JSON.createObjectNode().put("type", "coupon-code");
        code.withObjectProperty("attributes");
        code.withObjectProperty("relationships")
                .withObjectProperty("coupon")
                .withObjectProperty("data")
                .put("type", "coupon");
        Members.write(row, COLUMNS, code);
        if (!COUPON_ID.matcher(row.required(COUPON.name())).matches()) {
            throw new InvalidRowException(
                    COUPON.name(), "is no id of a coupon: letters of ASCII, digits and underscores only");
        }
        return Shaped.of(ENVELOPE, bytes(code));
    }

    /** Jobs, and requests that made one code. */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        if (Payload.isOf(data, "coupon-code-bulk-create-job")) {
            Payload.resources(data.path("attributes").path("coupon-codes")).forEach(code -> rows.add(row(code)));
        } else if (Payload.isOf(data, "coupon-code") && !data.hasNonNull("id")) {
            rows.add(row(data));
        }
    }

    private static ObjectNode row(JsonNode code) {
        ObjectNode row = JSON.createObjectNode();
        Payload.related(code, "coupon").stream().findFirst().ifPresent(id -> row.put(COUPON.name(), id));
        Members.read(code, COLUMNS.subList(1, COLUMNS.size()), row);
        return row;
    }
}
