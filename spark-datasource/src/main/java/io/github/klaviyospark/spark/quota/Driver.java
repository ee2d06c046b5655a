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
final class Driver implements Line {

    /** Of messages of this form; another version of the connector in the same application has a broker of its own. */
    static final String NAME = "klaviyo-quota-1";

    private static final ClassTag<long[]> NUMBERS = ClassTag$.MODULE$.apply(long[].class);

    private final SparkEnv env;
    private final Duration patience;
    private CompletableFuture<RpcEndpointRef> endpoint;

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

    @Override
    public Message.Grant ask(Message message) throws UnreachableException, InterruptedException {
        try {
            RpcTimeout timeout = new RpcTimeout(
                    new FiniteDuration(patience.toNanos(), TimeUnit.NANOSECONDS), "the quota's patience");
            return Message.Grant.of(ask(endpoint(), message, timeout));
        } catch (InterruptedException e) {
            throw e;
        } catch (ExecutionException e) {
            throw new UnreachableException(e.getCause());
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

    @Override
    public void tell(Message message) throws UnreachableException, InterruptedException {
        try {
            endpoint().send(message.toArray());
        } catch (InterruptedException e) {
            throw e;
        } catch (ExecutionException e) {
            throw new UnreachableException(e.getCause());
        } catch (Exception | LinkageError e) {
            throw new UnreachableException(e);
        }
    }

    /** Spark's own patience when it looks for an endpoint is two minutes, of which nobody can be kept waiting here. */
    private RpcEndpointRef endpoint() throws InterruptedException, ExecutionException, TimeoutException {
        return found().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** All wait for one search; the next one begins when it has failed. */
    private synchronized CompletableFuture<RpcEndpointRef> found() {
        if (endpoint == null || endpoint.isCompletedExceptionally()) {
            CompletableFuture<RpcEndpointRef> search = new CompletableFuture<>();
            Thread thread = new Thread(() -> find(search), "klaviyo-quota");
            thread.setDaemon(true);
            thread.start();
            endpoint = search;
        }
        return endpoint;
    }

    private void find(CompletableFuture<RpcEndpointRef> search) {
        try {
            search.complete(RpcUtils.makeDriverRef(NAME, env.conf(), env.rpcEnv()));
        } catch (Throwable e) {
            search.completeExceptionally(e);
        }
    }

    @Override
    public String toString() {
        return "Driver(" + endpoint + ")";
    }
}
