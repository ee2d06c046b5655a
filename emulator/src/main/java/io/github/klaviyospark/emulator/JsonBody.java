package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.github.klaviyospark.emulator.objects.PlainNumber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a body into maps, lists and scalars, numbers as {@link PlainNumber}, as strictly as RFC 8259 allows: UTF-8 without a byte order mark, no
 * duplicate names, nothing after the document.
 *
 * <p>An object called {@code record} inside {@code attributes} is checked as strictly but becomes a {@link RawJson}.
 */
final class JsonBody {
    /** Integers of two thousand digits are values that Klaviyo takes; what is longer is for the property to refuse. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] bytes;
    private final JsonParser parser;

    private JsonBody(byte[] bytes, JsonParser parser) {
        this.bytes = bytes;
        this.parser = parser;
    }

    static Object parse(byte[] bytes) throws Refusal {
        requireUtf8(bytes);
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() == null) {
                throw malformed("the body is empty");
            }
            Object root = new JsonBody(bytes, parser).value("", "");
            if (parser.nextToken() != null) {
                throw malformed("something follows the document");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw malformed(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Object value(String parent, String name) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> parent.equals("attributes") && name.equals("record") ? raw() : object(name);
            case START_ARRAY -> array();
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                PlainNumber.parse(parser.getText()).orElseThrow();
            default -> throw new IllegalStateException("A JSON value cannot begin with " + parser.currentToken());
        };
    }

    private RawJson raw() throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return new RawJson(bytes, start, (int) parser.currentLocation().getByteOffset());
    }

    private Map<String, Object> object(String name) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            parser.nextToken();
            members.put(member, value(name, member));
        }
        return members;
    }

    private List<Object> array() throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value("", ""));
        }
        return items;
    }

    /** The parser would guess UTF-16 and UTF-32 from NUL bytes and overlook overlong forms in parts it skips. */
    private static void requireUtf8(byte[] bytes) throws Refusal {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                throw malformed("the text is not UTF-8");
            }
        }
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw malformed("the text begins with a byte order mark");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                throw malformed("the text is not UTF-8");
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }

    private static Refusal malformed(String why) {
        return Refusal.invalid("The payload is not a valid JSON document: " + why + ".", "/data");
    }
}
