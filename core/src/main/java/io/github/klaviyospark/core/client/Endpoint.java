package io.github.klaviyospark.core.client;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where Klaviyo is: scheme, host and port. Plain http is taken for this machine only, because a key travels with every
 * request.
 */
public final class Endpoint implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Klaviyo's server-side API. */
    public static final Endpoint KLAVIYO = of("https://a.klaviyo.com");

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final String scheme;
    private final String host;
    private final int port;

    private Endpoint(String scheme, String host, int port) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
    }

    /**
     * Reads an endpoint such as {@code https://a.klaviyo.com} or {@code http://127.0.0.1:8080}.
     *
     * @throws IllegalArgumentException when it is no such address, carries more than scheme, host and port, or is plain
     *     http to another machine
     */
    public static Endpoint of(String text) {
        URI uri = uri(text.trim());
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : defaultPort(scheme);
        Endpoint endpoint = new Endpoint(scheme, host, port);

        if (scheme.equals("http") && !endpoint.isLoopback()) {
            throw new IllegalArgumentException("Endpoint '" + endpoint + "' is plain http, and keys are only sent over"
                    + " plain http to this machine. Use https, or 127.0.0.1, [::1] or localhost.");
        }
        return endpoint;
    }

    private static URI uri(String text) {
        try {
            URI uri = new URI(text);
            String path = uri.getRawPath();
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (path == null || path.isEmpty() || path.equals("/"));
            String scheme = uri.getScheme();
            if (bare
                    && uri.getHost() != null
                    && ("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw malformed(e);
        }
        throw malformed(null);
    }

    // The text is not repeated: an address may carry a password or a key.
    private static IllegalArgumentException malformed(URISyntaxException cause) {
        return new IllegalArgumentException(
                "The endpoint cannot be used. Give scheme, host and, where needed, port and nothing more, for example"
                        + " https://a.klaviyo.com or http://127.0.0.1:8080.",
                cause);
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    /** Whether the host is one of Klaviyo's own. */
    public boolean isKlaviyo() {
        return host.equals("klaviyo.com") || host.endsWith(".klaviyo.com");
    }

    /** Whether the host is this machine. */
    public boolean isLoopback() {
        return LOOPBACK.matcher(host).matches();
    }

    /** Whether an address has this scheme, host and port; only then may a request with the key go there. */
    public boolean isOriginOf(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null) {
            return false;
        }
        String otherScheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int otherPort = uri.getPort() >= 0 ? uri.getPort() : defaultPort(otherScheme);
        return scheme.equals(otherScheme) && host.equals(uri.getHost().toLowerCase(Locale.ROOT)) && port == otherPort;
    }

    URI resolve(String pathAndQuery) {
        return URI.create(this + pathAndQuery);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Endpoint that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }
}
