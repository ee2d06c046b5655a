package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Tables;
import java.util.List;
import java.util.Set;

/** Makes campaigns. */
final class CampaignEndpoints {
    private static final String TYPE = "campaign";

    private final Campaigns campaigns;
    private final Holdings holdings;

    CampaignEndpoints(Campaigns campaigns, Holdings holdings) {
        this.campaigns = campaigns;
        this.holdings = holdings;
    }

    List<Route> routes() {
        return List.of(Routes.route(
                "POST /api/" + Campaigns.PATH,
                "10/1s,150/1m",
                Routes.BODY_BYTES,
                Set.of("fields[" + TYPE + "]"),
                this::create));
    }

    private Answer create(Endpoint.Input input) throws Refusal {
        CollectionRequest request = CollectionRequest.included(Tables.of(Campaigns.PATH), input.query());
        Resource made = campaigns.create(CampaignBody.read(Shape.document(input.document(), TYPE)));
        return CollectionPage.one(201, request, holdings, input, made);
    }
}
