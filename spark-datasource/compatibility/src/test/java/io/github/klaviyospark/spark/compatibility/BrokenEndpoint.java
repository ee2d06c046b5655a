package io.github.klaviyospark.spark.compatibility;

import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/** Sits where the driver answers for the quota, and does it wrong. */
final class BrokenEndpoint implements RpcEndpoint {

    /** What is wrong. */
    enum Fault {
        /** Never answers. */
        BLOCKED,
        /** Fails. */
        THROWING,
        /** Answers when nobody waits any more. */
        SLOW,
        /** Answers something else. */
        MISTAKEN
    }

    private final RpcEnv env;
    private final Fault fault;

    private BrokenEndpoint(RpcEnv env, Fault fault) {
        this.env = env;
        this.fault = fault;
    }

    /** To be called before the connector takes the place. */
    static void register(RpcEnv env, Fault fault) {
        env.setupEndpoint("klaviyo-quota-1", new BrokenEndpoint(env, fault));
    }

    @Override
    public RpcEnv rpcEnv() {
        return env;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
        return new AbstractPartialFunction<>() {
            @Override
            public boolean isDefinedAt(Object content) {
                return true;
            }

            @Override
            @SuppressWarnings("unchecked")
            public <A, B> B applyOrElse(A content, Function1<A, B> otherwise) {
                answer(context);
                return (B) BoxedUnit.UNIT;
            }
        };
    }

    private void answer(RpcCallContext context) {
        switch (fault) {
            case BLOCKED -> {}
            case THROWING -> throw new IllegalStateException("This driver is broken.");
            case SLOW -> {
                Thread late = new Thread(() -> {
                    try {
                        Thread.sleep(4_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    context.reply(new long[] {0, 40, 200_000_000L});
                });
                late.setDaemon(true);
                late.start();
            }
            case MISTAKEN -> context.reply(new long[] {0});
        }
    }

    @Override
    public String toString() {
        return "BrokenEndpoint(" + fault + ")";
    }
}
