package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Envelope;
import io.github.klaviyospark.core.client.ApiFamily;
import io.github.klaviyospark.core.client.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Campaigns, made one by one as drafts with their messages (operation {@code create_campaign}), ten a second and 150 a
 * minute. Sent again, a request makes a second campaign, so none is that may have arrived.
 */
final class Campaigns extends RowTarget {

    private static final long serialVersionUID = 1L;

    private static final String MESSAGES = "campaign-messages";

    private static final Operation OPERATION = Operation.writing(
            "POST", "/api/campaigns", ApiFamily.CAMPAIGNS, "10/1s,150/60s", "campaigns:write", false, 201);

    private static final ChunkLimits LIMITS = new ChunkLimits(1, 5_000_000, 5_000_000);
    private static final Envelope ENVELOPE = Envelope.of("{\"data\":", "}").forOne();

    private static final TargetColumn STRATEGY = TargetColumn.optional(
            "send_strategy",
            ColumnKind.OBJECT,
            "/attributes/send_strategy",
            "When it is sent, once it is: method is immediate, static or throttled with datetime, or smart_send_time"
                    + " with date. Klaviyo takes immediate where it is null or missing.");
    private static final TargetColumn SENDING = TargetColumn.optional(
            "send_options",
            ColumnKind.OBJECT,
            "/attributes/send_options",
            "use_smart_sending: whether those are left out who got something lately.");
    private static final TargetColumn TRACKING = TargetColumn.optional(
            "tracking_options",
            ColumnKind.OBJECT,
            "/attributes/tracking_options",
            "What links get and what is counted: add_tracking_params, custom_tracking_params, and for e-mail"
                    + " is_tracking_clicks and is_tracking_opens.");

    /** The columns of the campaign itself. */
    private static final List<TargetColumn> OWN = List.of(
            TargetColumn.required("name", ColumnKind.TEXT, "/attributes/name", "Its name."),
            TargetColumn.required(
                    "included",
                    ColumnKind.TEXTS,
                    "/attributes/audiences/included",
                    "The ids of the lists and segments that it is for."),
            TargetColumn.optional(
                    "excluded",
                    ColumnKind.TEXTS,
                    "/attributes/audiences/excluded",
                    "The ids of lists and segments whose profiles do not get it."),
            STRATEGY,
            SENDING,
            TRACKING);

    /** The columns of its message, where it has one that needs no others, and the column of all messages. */
    private static final List<TargetColumn> SAID = CampaignMessages.columns("/attributes/" + MESSAGES + "/data");

    Campaigns() {
        super("campaigns", Change.CREATE);
    }

    @Override
    public String purpose() {
        return "Makes campaigns as drafts, which nobody gets until they are sent from Klaviyo. One message is told by"
                + " channel, label and content; several, or one that has more, by messages.";
    }

    @Override
    public List<TargetColumn> columns() {
        List<TargetColumn> columns = new ArrayList<>(OWN);
        columns.addAll(SAID);
        return List.copyOf(columns);
    }

    @Override
    public void check(Set<String> columns) {
        super.check(columns);
        checkOneOf(columns, List.of(CampaignMessages.CHANNEL, CampaignMessages.ALL));
    }

    @Override
    public List<String> natural() {
        return List.of("name");
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
        return "/data";
    }

    @Override
    Shaped shape(Row row) throws InvalidRowException {
        ObjectNode campaign = JSON.createObjectNode().put("type", "campaign");
        Members.write(row, OWN, campaign);
        ArrayNode messages = campaign.withObjectProperty("attributes")
                .withObjectProperty(MESSAGES)
                .putArray("data");
        messages.addAll(CampaignMessages.written(row));
        return Shaped.of(ENVELOPE, bytes(campaign));
    }

    /** A request with an id changes a campaign or copies one. */
    @Override
    void read(ArchivedRequest request, List<ObjectNode> rows) {
        JsonNode data = request.data();
        if (!Payload.isOf(data, "campaign") || data.hasNonNull("id")) {
            return;
        }
        ObjectNode row = JSON.createObjectNode();
        Members.read(data, OWN, row);
        if (row.get(STRATEGY.name()) instanceof ObjectNode strategy) {
            row.set(STRATEGY.name(), CampaignOptions.strategy(strategy));
        }
        if (row.get(SENDING.name()) instanceof ObjectNode sending) {
            row.set(SENDING.name(), CampaignOptions.sending(sending));
        }
        if (row.get(TRACKING.name()) instanceof ObjectNode tracking) {
            row.set(TRACKING.name(), CampaignOptions.tracking(tracking));
        }
        CampaignMessages.read(data.path("attributes"), MESSAGES, row);
        rows.add(row);
    }
}
