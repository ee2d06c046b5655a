package io.github.klaviyospark.spark.quota;

import io.github.klaviyospark.core.quota.Quotas;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The way from an executor to the quotas that the driver keeps, and how it is opened. */
final class Driver {

    /** Of messages of this form; another version of the connector in the same application has a broker of its own. */
    static final String NAME = "klaviyo-quota-1";

    private static final ClassTag<long[]> NUMBERS = ClassTag$.MODULE$.apply(long[].class);

    private final SparkEnv env;
    private final Duration patience;
    private RpcEndpointRef endpoint;

    /**
     * The way from an executor, which is opened when it is needed.
     *
     * @param patience how long to wait for an answer
     */
    Driver(SparkEnv env, Duration patience) {
        this.env = env;
        this.patience = patience;
    }

    /**
     * Has the driver answer. To be called there; when it answers already, by another session, nothing happens.
     *
     * @throws RuntimeException when Spark does not let it
     */
    static void answer(SparkEnv env) {
        try {
            env.rpcEnv().setupEndpoint(NAME, new QuotaEndpoint(env.rpcEnv(), Quotas.shared()));
        } catch (IllegalArgumentException e) {
            // Spark says nothing else when there is an endpoint of that name.
            if (!String.valueOf(e.getMessage()).contains(NAME)) {
                throw e;
            }
        }
    }

    /**
     * Asks, and waits for the answer a little.
     *
     * @throws UnreachableException when there is none
     * @throws InterruptedException when the thread is interrupted
     */
    Message.Grant ask(Message message) throws UnreachableException, InterruptedException {
        try {
            RpcTimeout timeout = new RpcTimeout(
                    new FiniteDuration(patience.toNanos(), TimeUnit.NANOSECONDS), "the quota's patience");
            return Message.Grant.of(ask(endpoint(), message, timeout));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new UnreachableException(e);
        }
    }

    /** Spark throws the exceptions of Scala, which are not declared. */
    @SuppressWarnings("RedundantThrows")
    private static long[] ask(RpcEndpointRef endpoint, Message message, RpcTimeout timeout)
            throws InterruptedException {
        return endpoint.askSync(message.toArray(), timeout, NUMBERS);
    }

    /**
     * Tells, and does not wait.
     *
     * @throws UnreachableException when it cannot be told
     */
    void tell(Message message) throws UnreachableException, InterruptedException {
        try {
            endpoint().send(message.toArray());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new UnreachableException(e);
        }
    }

    /** Spark's own patience when it looks for an endpoint is two minutes, of which nobody can be kept waiting here. */
    private synchronized RpcEndpointRef endpoint() throws InterruptedException, ExecutionException, TimeoutException {
        if (endpoint == null) {
            CompletableFuture<RpcEndpointRef> found = new CompletableFuture<>();
            Thread thread = new Thread(() -> find(found), "klaviyo-quota");
            thread.setDaemon(true);
            thread.start();
            endpoint = found.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        }
        return endpoint;
    }

    private void find(CompletableFuture<RpcEndpointRef> found) {
        try {
            found.complete(RpcUtils.makeDriverRef(NAME, env.conf(), env.rpcEnv()));
        } catch (Throwable e) {
            found.completeExceptionally(e);
        }
    }

    @Override
    public String toString() {
        return "Driver(" + endpoint + ")";
    }

    /** The driver did not answer, or not with what was asked for. */
    static final class UnreachableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreachableException(Throwable cause) {
            super(cause);
        }
    }
}
