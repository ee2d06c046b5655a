package io.github.klaviyospark.core.client;

import io.github.klaviyospark.core.secret.ApiKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;

/** One attempt over HTTP. Repeats nothing, so that all repeating is decided in one place. */
final class Transport {

    private static final MediaType JSON_API = MediaType.get("application/vnd.api+json");
    private static final int MAX_REDIRECTS = 5;
    private static final long MAX_BODY = 16L << 20;

    private final OkHttpClient http;
    private final Endpoint endpoint;
    private final ApiKey key;
    private final Revisions revisions;
    private final String userAgent;
    private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Transport(Endpoint endpoint, ApiKey key, Revisions revisions, Duration timeout, String userAgent) {
        this.endpoint = endpoint;
        this.key = key;
        this.revisions = revisions;
        this.userAgent = userAgent;
        this.http = new OkHttpClient.Builder()
                .socketFactory(new PromptSockets())
                .connectTimeout(Duration.ofSeconds(10))
                .readTimeout(timeout)
                .writeTimeout(timeout)
                .callTimeout(timeout.multipliedBy(2))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .eventListenerFactory(Transport::listener)
                .build();
    }

    private static EventListener listener(Call call) {
        AtomicBoolean sent = call.request().tag(AtomicBoolean.class);
        return new EventListener() {
            @Override
            public void requestHeadersStart(Call started) {
                if (sent != null) {
                    sent.set(true);
                }
            }
        };
    }

    /** Sends a request and brings back what came of it; throws only when the thread is interrupted. */
    Answer send(KlaviyoRequest request) throws InterruptedIOException {
        AtomicBoolean sent = new AtomicBoolean();
        try {
            URI target = endpoint.resolve(request.pathAndQuery());
            for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
                Call call = http.newCall(build(request, target, sent));
                underWay.add(call);
                try (Response response = execute(call)) {
                    target = redirect(request, target, response);
                    if (target == null) {
                        return answer(request.operation(), response);
                    }
                } finally {
                    underWay.remove(call);
                }
            }
            throw new RedirectException("more than " + MAX_REDIRECTS + " redirects");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(e);
        } catch (IOException e) {
            if (closed || Thread.currentThread().isInterrupted()) {
                throw interrupted(e);
            }
            return Answer.failed(outcome(e, sent.get()), e);
        }
    }

    /**
     * Sends, unless the transport is closed. A call is noted before that is looked at, and closing looks at the notes after
     * it is known, so none is overlooked by both. A Kotlin library may throw InterruptedException without declaring it;
     * declared here, it can be caught.
     */
    @SuppressWarnings("RedundantThrows")
    private Response execute(Call call) throws IOException, InterruptedException {
        if (closed) {
            call.cancel();
        }
        return call.execute();
    }

    private static InterruptedIOException interrupted(Exception cause) {
        InterruptedIOException interrupted = new InterruptedIOException("Interrupted while a request was under way.");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static Outcome outcome(IOException e, boolean sent) {
        if (e instanceof RedirectException
                || e instanceof SSLHandshakeException
                || e instanceof SSLPeerUnverifiedException) {
            return Outcome.REFUSED;
        }
        return sent ? Outcome.LOST : Outcome.NOT_SENT;
    }

    private Request build(KlaviyoRequest request, URI target, AtomicBoolean sent) {
        Operation operation = request.operation();
        RequestBody body = operation.method().equals("GET")
                ? null
                : RequestBody.create(request.body(), JSON_API, 0, request.length());
        return new Request.Builder()
                .url(HttpUrl.get(target.toString()))
                .method(operation.method(), body)
                .header("Authorization", key.authorization())
                .header("revision", revisions.of(operation.family()))
                .header("Accept", "application/vnd.api+json")
                .header("User-Agent", userAgent)
                .tag(AtomicBoolean.class, sent)
                .build();
    }

    /** Where a redirect leads, or null when the answer is none. The key goes to no other origin. */
    private URI redirect(KlaviyoRequest request, URI from, Response response) throws RedirectException {
        int status = response.code();
        String location = response.header("Location");
        boolean keepsMethod =
                status == 307 || status == 308 || request.operation().method().equals("GET");
        if (status < 301 || status > 308 || status == 304 || location == null || !keepsMethod) {
            return null;
        }

        URI to = resolve(from, location);
        if (!endpoint.isOriginOf(to)) {
            throw new RedirectException("a redirect to another origin, " + to.getScheme() + "://" + to.getHost());
        }
        return to;
    }

    private static URI resolve(URI from, String location) throws RedirectException {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new RedirectException("a redirect to something that is no address");
        }
    }

    private static Answer answer(Operation operation, Response response) throws IOException {
        BufferedSource source = response.body().source();
        if (source.request(MAX_BODY + 1)) {
            throw new IOException("the answer is larger than " + MAX_BODY + " bytes");
        }

        return Answer.of(
                operation,
                response.code(),
                source.getBuffer().readByteArray(),
                response.header("Content-Type", ""),
                response.header("x-klaviyo-req-id"),
                response.header("Retry-After"),
                response.header("RateLimit-Limit"));
    }

    void close() {
        closed = true;
        underWay.forEach(Call::cancel);
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    static final class RedirectException extends IOException {

        private static final long serialVersionUID = 1L;

        RedirectException(String message) {
            super(message);
        }
    }
}
