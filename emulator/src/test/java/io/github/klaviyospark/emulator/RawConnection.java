package io.github.klaviyospark.emulator;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A client that sees what is on the wire, half answers included. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;

    RawConnection(String endpoint) throws IOException {
        URI uri = URI.create(endpoint);
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(10_000);
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    void request(String method, String path, String body) throws IOException {
        send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Klaviyo-API-Key k\r\n"
                + "revision: 2026-07-15\r\nContent-Type: application/vnd.api+json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
    }

    /** All that comes until the server ends the connection; an exception when it resets it instead. */
    String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
