package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.quota.QuotaSource;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpoint;
import org.apache.spark.rpc.RpcEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Answers executors, on the driver. It never waits: the threads that call it serve all of Spark's messages. What it is asked
 * for by several executors at once it does at once, since quotas are safe for many threads.
 */
final class QuotaEndpoint implements RpcEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaEndpoint.class);

    private final RpcEnv env;
    private final QuotaSource quotas;

    QuotaEndpoint(RpcEnv env, QuotaSource quotas) {
        this.env = env;
        this.quotas = quotas;
    }

    @Override
    public RpcEnv rpcEnv() {
        return env;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext context) {
        return new Handler() {
            @Override
            void handle(Object content) {
                try {
                    context.reply(Message.of(content).carryOut(quotas));
                } catch (IllegalArgumentException e) {
                    // The cause stays here: the other end may not have its class.
                    context.sendFailure(new IllegalArgumentException(e.getMessage()));
                }
            }
        };
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receive() {
        return new Handler() {
            @Override
            void handle(Object content) {
                try {
                    Message.of(content).carryOut(quotas);
                } catch (IllegalArgumentException e) {
                    LOG.warn("A message about a quota is ignored.", e);
                }
            }
        };
    }

    @Override
    public String toString() {
        return "QuotaEndpoint";
    }

    private abstract static class Handler extends AbstractPartialFunction<Object, BoxedUnit> {

        abstract void handle(Object content);

        @Override
        public boolean isDefinedAt(Object content) {
            return true;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <A, B> B applyOrElse(A content, Function1<A, B> otherwise) {
            handle(content);
            return (B) BoxedUnit.UNIT;
        }
    }
}
