package io.github.klaviyospark.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The HTTP server on 127.0.0.1. Its threads are daemons. */
final class Listener {
    private static final String HOST = "127.0.0.1";
    private static final int THREADS = 256;
    private static final int HEADER_BYTES = 65_536;
    /** Longer than any delay a test asks for. */
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Server server;
    private final ServerConnector connector;
    private String endpoint;

    Listener(ApiHandler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 8);
        threads.setName("klaviyo-emulator");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        // Ids of objects hold any character, so percent-encoded slashes, percent signs and the like are ordinary here.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // Long targets are for the pipeline to refuse, in the form of the API.
        http.setRequestHeaderSize(HEADER_BYTES);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(HOST);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.setHandler(handler);
        server.setErrorHandler(handler::refuse);
    }

    /** Listens on a port; 0 takes a free one. */
    void start(int port) {
        connector.setPort(port);
        try {
            server.start();
        } catch (Exception e) {
            String problem = "The emulator could not listen on " + HOST + ":" + port + ".";
            throw new UncheckedIOException(problem, new IOException(e));
        }
        endpoint = "http://" + HOST + ":" + connector.getLocalPort();
    }

    /** Scheme, address and port; no slash at the end. */
    String endpoint() {
        return endpoint;
    }

    /** Ends open connections. */
    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The emulator could not be stopped.", e);
        }
    }
}
