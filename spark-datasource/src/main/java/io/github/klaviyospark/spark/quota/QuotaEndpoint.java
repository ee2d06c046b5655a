package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.quota.QuotaSource;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Answers executors, on the driver, one message after the other: a task that has told of a refusal and then asks for the next
 * request must not be heard in another order. It never waits, since the threads that call it serve all of Spark's messages.
 */
final class QuotaEndpoint implements ThreadSafeRpcEndpoint {

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
                } catch (RuntimeException | LinkageError e) {
                    // The exception itself stays here: the other end may not have its class.
                    context.sendFailure(new IllegalStateException(e.toString()));
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
                } catch (RuntimeException | LinkageError e) {
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
