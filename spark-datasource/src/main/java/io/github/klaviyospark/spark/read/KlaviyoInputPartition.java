package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.page.Demand;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.unsafe.types.UTF8String;

/** One task's work: chains of pages, read one after the other. */
final class KlaviyoInputPartition implements InputPartition {

    private static final long serialVersionUID = 1L;

    private final Operation operation;
    private final String resource;
    private final ArrayList<Chain> chains = new ArrayList<>();
    private final long limit;
    private final long pages;
    private final boolean canMove;

    KlaviyoInputPartition(
            Operation operation, String resource, List<ReadPlan.Chain> chains, long limit, Demand demand) {
        this.operation = operation;
        this.resource = resource;
        chains.forEach(chain -> this.chains.add(new Chain(chain)));
        this.limit = limit;
        this.pages = demand.pages();
        this.canMove = demand.canMove();
    }

    List<Chain> chains() {
        return chains;
    }

    /** The first request of a chain. */
    KlaviyoRequest first(Chain chain) {
        return chain.with(resource == null ? KlaviyoRequest.to(operation) : KlaviyoRequest.to(operation, resource));
    }

    Operation operation() {
        return operation;
    }

    /** How many rows of each chain are wanted at most. */
    long limit() {
        return limit;
    }

    /** How much of each chain is wanted. */
    Demand demand() {
        return new Demand(pages, canMove);
    }

    /** Without the parameters, whose filters may hold a person's data. */
    @Override
    public String toString() {
        return "KlaviyoInputPartition(" + chains.size() + " chains of " + operation + ")";
    }

    /** One chain, in types that every serializer of Spark takes. */
    static final class Chain implements Serializable {

        private static final long serialVersionUID = 1L;

        private final LinkedHashMap<String, String> parameters;
        private final HashMap<Integer, HashSet<String>> ownTexts = new HashMap<>();
        private transient Map<Integer, HashSet<UTF8String>> ownValues;

        private Chain(ReadPlan.Chain chain) {
            this.parameters = new LinkedHashMap<>(chain.parameters());
            chain.ownTexts().forEach((column, texts) -> ownTexts.put(column, new HashSet<>(texts)));
        }

        private KlaviyoRequest with(KlaviyoRequest bare) {
            KlaviyoRequest request = bare;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                request = request.with(parameter.getKey(), parameter.getValue());
            }
            return request;
        }

        /** Whether a row is this chain's, and not also found by another. */
        boolean owns(InternalRow row) {
            if (ownTexts.isEmpty()) {
                return true;
            }
            if (ownValues == null) {
                ownValues = new HashMap<>();
                ownTexts.forEach((column, texts) -> {
                    HashSet<UTF8String> values = new HashSet<>();
                    texts.forEach(text -> values.add(UTF8String.fromString(text)));
                    ownValues.put(column, values);
                });
            }
            return ownValues.entrySet().stream()
                    .allMatch(own ->
                            !row.isNullAt(own.getKey()) && own.getValue().contains(row.getUTF8String(own.getKey())));
        }

        @Override
        public String toString() {
            return "Chain" + parameters.keySet();
        }
    }
}
