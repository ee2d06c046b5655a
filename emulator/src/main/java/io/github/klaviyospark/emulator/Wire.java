package io.github.klaviyospark.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Blocker;

/** The connection below HTTP, for the failures that a well-behaved server cannot show. */
final class Wire {
    private final EndPoint endPoint;

    Wire(Request request) {
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    /** Drops the connection so that the peer sees a reset rather than an end. */
    void reset() throws IOException {
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        endPoint.close();
    }

    /** Sends the beginning of an answer and ends the connection. */
    void truncate(Answer answer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] statusLine = ("HTTP/1.1 " + answer.status() + " " + HttpStatus.getMessage(answer.status()) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        if (answer.body().length == 0) {
            out.writeBytes(Arrays.copyOf(statusLine, statusLine.length / 2));
        } else {
            out.writeBytes(statusLine);
            StringBuilder headers = new StringBuilder();
            answer.headers()
                    .forEach((name, value) ->
                            headers.append(name).append(": ").append(value).append("\r\n"));
            headers.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
            out.writeBytes(headers.toString().getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(Arrays.copyOf(answer.body(), answer.body().length / 2));
        }
        try (Blocker.Callback written = Blocker.callback()) {
            endPoint.write(written, ByteBuffer.wrap(out.toByteArray()));
            written.block();
        }
        endPoint.close();
    }
}
