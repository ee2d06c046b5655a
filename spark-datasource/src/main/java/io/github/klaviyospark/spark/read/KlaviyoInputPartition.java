package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.InputPartition;

/** One task's work: chains of pages, read one after the other. */
final class KlaviyoInputPartition implements InputPartition {

    private static final long serialVersionUID = 1L;

    private final Operation operation;
    private final ArrayList<LinkedHashMap<String, String>> chains = new ArrayList<>();
    private final long limit;

    KlaviyoInputPartition(Operation operation, List<Map<String, String>> chains, long limit) {
        this.operation = operation;
        chains.forEach(parameters -> this.chains.add(new LinkedHashMap<>(parameters)));
        this.limit = limit;
    }

    /** The first request of each chain. */
    List<KlaviyoRequest> requests() {
        List<KlaviyoRequest> requests = new ArrayList<>();
        for (Map<String, String> parameters : chains) {
            KlaviyoRequest request = KlaviyoRequest.to(operation);
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                request = request.with(parameter.getKey(), parameter.getValue());
            }
            requests.add(request);
        }
        return requests;
    }

    Operation operation() {
        return operation;
    }

    /** How many rows of each chain are wanted at most. */
    long limit() {
        return limit;
    }

    /** Without the parameters, whose filters may hold a person's data. */
    @Override
    public String toString() {
        return "KlaviyoInputPartition(" + chains.size() + " chains of " + operation + ")";
    }
}
