package io.github.klaviyospark.emulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns HTTP into calls and answers into HTTP; the control interface goes its own way before anything else. */
final class ApiHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
    /** Marks requests whose connection is gone, so that no answer of the HTTP server can reach anybody. */
    private static final String CUT = ApiHandler.class.getName() + ".cut";

    private final Pipeline pipeline;
    private final Control control;
    private final Inspection inspection;
    private final AtomicLong requests = new AtomicLong();

    ApiHandler(Pipeline pipeline, Control control, Inspection inspection) {
        this.pipeline = pipeline;
        this.control = control;
        this.inspection = inspection;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Objects.requireNonNullElse(request.getHttpURI().getPath(), "");
        if (path.startsWith(Control.PREFIX)) {
            control.handle(request, response, callback);
            return true;
        }
        Pipeline.Reply reply;
        try (InputStream in = Content.Source.asInputStream(request)) {
            Call call = call(request, path, in);
            reply = pipeline.handle(call);
            inspection.exchange(call, reply);
        } catch (IOException e) {
            LOG.debug("The client went away during {} {}.", request.getMethod(), path, e);
            cut(request, callback, new EofException(e));
            return true;
        } catch (InterruptedException e) {
            // Nothing but the end of the emulator interrupts; the connections are closed by then.
            LOG.debug("The emulator ended during {} {}.", request.getMethod(), path, e);
            cut(request, callback, new EofException(e));
            return true;
        }
        send(reply, request, response, callback);
        return true;
    }

    /** What the HTTP server refuses by itself, such as a malformed request line, is answered in the API's form too. */
    boolean refuse(Request request, Response response, Callback callback) {
        Answer answer = Refusal.ofStatus(response.getStatus(), Map.of()).answer(nextId());
        if (request.getAttribute(CUT) == null) {
            inspection.refused(
                    Objects.requireNonNullElse(request.getMethod(), ""),
                    Objects.requireNonNullElse(request.getHttpURI().getPath(), ""),
                    answer);
            inspection.answered();
        }

        write(answer, response, callback);
        return true;
    }

    private Call call(Request request, String path, InputStream in) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), name -> new ArrayList<>())
                    .add(field.getValue() == null ? "" : field.getValue());
        }
        String host = request.getHeaders().get(HttpHeader.HOST);
        String authority = host == null ? Request.getServerName(request) + ":" + Request.getServerPort(request) : host;
        return new Call(
                nextId(),
                request.getMethod(),
                path,
                request.getHttpURI().getQuery(),
                "http://" + authority,
                headers,
                new Body(in, request.getLength(), inspection.looks()));
    }

    private void send(Pipeline.Reply reply, Request request, Response response, Callback callback) throws IOException {
        inspection.answered();
        Fault.Kind fault = reply.fault();
        if (fault == Fault.Kind.RESET_BEFORE || fault == Fault.Kind.RESET_AFTER) {
            new Wire(request).reset();
        } else if (fault == Fault.Kind.TRUNCATE) {
            new Wire(request).truncate(reply.answer());
        } else {
            write(reply.answer(), response, callback);
            return;
        }
        cut(request, callback, new EofException("A fault of kind '" + fault.text() + "' closed the connection."));
    }

    /** Ends a request without an answer, with the kind of exception that Jetty does not log as an error of its own. */
    private static void cut(Request request, Callback callback, EofException why) {
        request.setAttribute(CUT, true);
        callback.failed(why);
    }

    private static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        if (answer.body().length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private String nextId() {
        // Readable in logs and the same in every run: the ordinal of the request in the form of a UUID.
        return new UUID(0x4000L, 0x8000_0000_0000_0000L | requests.incrementAndGet()).toString();
    }
}
