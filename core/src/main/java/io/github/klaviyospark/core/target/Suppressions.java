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
import java.util.Set;

/**
 * Suppressions that are made (operation {@code bulk_suppress_profiles}) or lifted ({@code bulk_unsuppress_profiles}): of at
 * most 100 e-mail addresses a request, or of all who are on one list or in one segment. The job counts whom it skips, and
 * none that failed: to skip somebody, as it does with those who are suppressed already, is no failure.
 */
final class Suppressions extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final String QUOTA = "75/1s,750/60s";
    private static final List<String> IDENTIFIERS = List.of("email", "list_id", "segment_id");

    /** Klaviyo names no number of open jobs. A hundred are eight seconds of the steady quota. */
    private static final int OPEN_JOBS = 100;

    private final boolean isLifting;
    private final String type;
    private final Operation operation;
    private final JobKind job;

    private Suppressions(String name, boolean isLifting, String type, String scope) {
        super(name, Change.CREATE);
        this.isLifting = isLifting;
        this.type = type;
        String path = "/api/" + type + "s";
        // Who is suppressed, or is not, stays so when asked again.
        this.operation = Operation.writing("POST", path, ApiFamily.PROFILES, QUOTA, scope, true, 202);
        this.job = new JobKind(
                Operation.reading(path + "/{id}", ApiFamily.PROFILES, QuotaLimits.parse(QUOTA), "subscriptions:read"),
                OPEN_JOBS);
    }

    static Suppressions making() {
        return new Suppressions(
                "suppressions", false, "profile-suppression-bulk-create-job", "profiles:write subscriptions:write");
    }

    static Suppressions lifting() {
        return new Suppressions("unsuppressions", true, "profile-suppression-bulk-delete-job", "subscriptions:write");
    }

    @Override
    public String purpose() {
        return isLifting
                ? "Lets e-mail marketing go again to addresses that were suppressed by the account's own hand. Those who"
                        + " unsubscribed, and addresses that are invalid or bounced, stay suppressed."
                : "Keeps e-mail marketing from going to addresses, whatever they agreed to.";
    }

    @Override
    public List<TargetColumn> columns() {
        String whom = isLifting ? " whose suppression is lifted." : " that is suppressed.";
        return List.of(
                TargetColumn.optional(
                        "email",
                        ColumnKind.TEXT,
                        "/attributes/email",
                        "An e-mail address" + whom + " " + Identifiers.EMAIL_HELP),
                TargetColumn.optional(
                        "list_id",
                        ColumnKind.TEXT,
                        "request:/relationships/list/data/id",
                        "A list with all who are on it now, instead of an address. It is a request of its own."),
                TargetColumn.optional(
                        "segment_id",
                        ColumnKind.TEXT,
                        "request:/relationships/segment/data/id",
                        "A segment with all who are in it now, instead of an address. It is a request of its own."));
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        checkOneOf(columns, IDENTIFIERS);
    }

    @Override
    public List<String> natural() {
        return List.of("email");
    }

    @Override
    public Operation operation() {
        return operation;
    }

    @Override
    public ChunkLimits limits() {
        return new ChunkLimits(100, 5_000_000, 100_000);
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/profiles/data";
    }

    @Override
    public Optional<JobKind> job() {
        return Optional.of(job);
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        String column = Identifiers.onlyOne(row, IDENTIFIERS);
        ObjectNode record = JSON.createObjectNode();
        if (column.equals("email")) {
            String email = Identifiers.email(row, column).orElseThrow();
            record.put("type", "profile").putObject("attributes").put("email", email);
            return Shaped.of(
                    Envelope.of(
                            "{\"data\":{\"type\":\"" + type + "\",\"attributes\":{\"profiles\":{\"data\":[", "]}}}}"),
                    bytes(record));
        }
        String group = column.substring(0, column.indexOf('_'));
        record.put("type", group).put("id", Identifiers.opaque(row, column).orElseThrow());
        String head = "{\"data\":{\"type\":\"" + type + "\",\"attributes\":{},\"relationships\":{\"" + group
                + "\":{\"data\":";
        return Shaped.of(Envelope.of(head, "}}}}").forOne(), bytes(record));
    }

    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        boolean isOld = isLifting && Payload.isOf(data, "profile-unsuppression-bulk-create-job");
        if (!isOld && !Payload.isOf(data, type)) {
            return;
        }
        JsonNode attributes = data.path("attributes");
        Payload.resources(attributes.path("suppressions")).forEach(entry -> rows.add(email(entry)));
        Payload.resources(attributes.path("profiles")).forEach(profile -> rows.add(email(profile.path("attributes"))));
        for (String group : List.of("list", "segment")) {
            Payload.related(data, group)
                    .forEach(id -> rows.add(JSON.createObjectNode().put(group + "_id", id)));
        }
    }

    private static ObjectNode email(JsonNode from) {
        ObjectNode row = JSON.createObjectNode();
        Payload.copy(from, "email", row);
        return row;
    }
}
