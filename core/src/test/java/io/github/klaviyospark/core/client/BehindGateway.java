package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.secret.ApiKey;
import java.io.IOException;

/** A process of its own, because a JVM looks at its proxy and its trust store when it starts. */
final class BehindGateway {

    private BehindGateway() {}

    /** Asks the server that is named for its data sources and says how that ended. */
    public static void main(String[] args) throws IOException {
        try (KlaviyoClient client = KlaviyoClient.builder(Endpoint.of(args[0]), ApiKey.of(args[1], "a test"))
                .build()) {
            System.out.println(client.execute(KlaviyoRequest.to(Operation.GET_DATA_SOURCES), new Tally())
                    .status());
        } catch (KlaviyoException e) {
            System.out.println(e.getMessage());
        }
    }
}
