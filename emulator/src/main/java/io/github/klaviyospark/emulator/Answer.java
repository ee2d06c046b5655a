package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What goes back to the client, before a fault may spoil it. */
final class Answer {
    static final String JSON_API = "application/vnd.api+json";
    static final String REQUEST_ID = "x-klaviyo-req-id";

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final int records;

    private Answer(int status, Map<String, String> headers, byte[] body, int records) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.records = records;
    }

    static Answer document(int status, Map<String, ?> document) {
        return new Answer(status, Map.of("Content-Type", JSON_API), json(document), 0);
    }

    /** 200 with a document that is written already; {@code records} is how many resources it shows. */
    static Answer page(byte[] document, int records) {
        return new Answer(200, Map.of("Content-Type", JSON_API), document, records);
    }

    /** A document that is written already. */
    static Answer written(int status, byte[] document) {
        return new Answer(status, Map.of("Content-Type", JSON_API), document, 0);
    }

    /** 204; {@code records} is how many records the request brought in. */
    static Answer noContent(int records) {
        return new Answer(204, Map.of(), new byte[0], records);
    }

    /** 202; {@code records} is how many resources the request is about. */
    static Answer taken(int records) {
        return new Answer(202, Map.of(), new byte[0], records);
    }

    /** The same, for a request that brought in so many records. */
    Answer bringing(int records) {
        return new Answer(status, headers, body, records);
    }

    /** What a proxy in front of Klaviyo sends when it gives up; such answers are not JSON and carry no request id. */
    static Answer html(int status) {
        String text = "<html><head><title>" + status + "</title></head><body><h1>" + status
                + "</h1><p>The server is temporarily unable to answer.</p></body></html>";
        return new Answer(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8), 0);
    }

    static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, all, body, records);
    }

    /** The same, but the document ends in the middle; the length that is sent is that of what is left. */
    Answer cut() {
        return new Answer(status, headers, Arrays.copyOf(body, body.length / 2), records);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    byte[] body() {
        return body;
    }

    int records() {
        return records;
    }

    boolean accepted() {
        return status >= 200 && status < 300;
    }
}
