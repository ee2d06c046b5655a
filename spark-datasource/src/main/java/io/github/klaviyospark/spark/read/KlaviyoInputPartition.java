package io.github.klaviyospark.spark.read;

import io.github.klaviyospark.core.client.KlaviyoRequest;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.page.Demand;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.types.StructType;

/** One task's work: chains of pages, some of them read at once. */
final class KlaviyoInputPartition implements InputPartition {

    private static final long serialVersionUID = 1L;

    private final int number;
    private final Operation operation;
    private final String resource;
    private final StructType decoded;
    private final ArrayList<Chain> chains = new ArrayList<>();
    private final long limit;
    private final long pages;
    private final boolean canMove;
    private final int lanes;
    private final int shares;

    /**
     * The work of one task.
     *
     * @param number which task, from 0
     * @param decoded the columns that rows of these chains have, some of which may be nobody's business but the chains'
     */
    KlaviyoInputPartition(int number, ReadPlan plan, StructType decoded, List<ReadPlan.Chain> chains, Layout layout) {
        // What only looks for rows is read by the driver, which has the first share where it has one.
        boolean isOfTheDriver = plan.isLimited() && plan.isOneTask();
        this.number = layout.shares() > layout.partitions() && !isOfTheDriver ? number + 1 : number;
        this.operation = plan.operation();
        this.resource = plan.resource();
        this.decoded = decoded;
        chains.forEach(chain -> this.chains.add(new Chain(chain)));
        this.limit = plan.limit();
        this.pages = plan.demand().pages();
        this.canMove = plan.demand().canMove();
        this.lanes = layout.lanes();
        this.shares = layout.shares();
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

    /** The columns of rows as they come from pages. */
    StructType decoded() {
        return decoded;
    }

    /** How many rows of each chain are wanted at most. */
    long limit() {
        return limit;
    }

    /** How much of each chain is wanted. */
    Demand demand() {
        return new Demand(pages, canMove);
    }

    /** How many chains are read at once. */
    int lanes() {
        return lanes;
    }

    /** Which part of the quota is this task's. */
    int share() {
        return number % shares;
    }

    /** How many parts the quota has. */
    int shares() {
        return shares;
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
        private final OwnRows own;

        private Chain(ReadPlan.Chain chain) {
            this.parameters = new LinkedHashMap<>(chain.parameters());
            this.own = chain.own();
        }

        private KlaviyoRequest with(KlaviyoRequest bare) {
            KlaviyoRequest request = bare;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                request = request.with(parameter.getKey(), parameter.getValue());
            }
            return request;
        }

        /** The rows that are this chain's, and not also found by another. */
        OwnRows own() {
            return own;
        }

        @Override
        public String toString() {
            return "Chain" + parameters.keySet();
        }
    }
}
