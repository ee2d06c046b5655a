package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.apache.spark.unsafe.types.UTF8String;

/** A document while it is read: the parser, and the bytes under it for what is taken over as it stands. */
final class Document implements Closeable {

    /** The usual limits guard servers against strangers; here they would end a read at the first long number. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] bytes;
    private final JsonParser parser;
    private final Unreadables unreadables;

    private Document(byte[] bytes, JsonParser parser, Unreadables unreadables) {
        this.bytes = bytes;
        this.parser = parser;
        this.unreadables = unreadables;
    }

    /** A document that stands before its first token. */
    static Document of(byte[] bytes, Unreadables unreadables) throws IOException {
        return new Document(bytes, JSON.createParser(bytes), unreadables);
    }

    JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** Goes on, and says whether a member of this name is there. */
    boolean isNext(SerializableString name) throws IOException {
        return parser.nextFieldName(name);
    }

    JsonToken token() {
        return parser.currentToken();
    }

    String name() throws IOException {
        return parser.currentName();
    }

    String text() throws IOException {
        return parser.getText();
    }

    /** The text that stands here. Most are ASCII, the bytes of which are the parser's characters without a string between. */
    UTF8String utf8() throws IOException {
        char[] characters = parser.getTextCharacters();
        int offset = parser.getTextOffset();
        byte[] ascii = new byte[parser.getTextLength()];
        int all = 0;
        for (int i = 0; i < ascii.length; i++) {
            char character = characters[offset + i];
            all |= character;
            ascii[i] = (byte) character;
        }
        return all < 0x80 ? UTF8String.fromBytes(ascii) : UTF8String.fromString(parser.getText());
    }

    double number() throws IOException {
        return parser.getDoubleValue();
    }

    /** Whether the number that stands here is whole and has at most 64 bits. */
    boolean isLong() throws IOException {
        return token() == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    }

    long integer() throws IOException {
        return parser.getLongValue();
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    /** The value that begins here, byte for byte. */
    UTF8String raw() throws IOException {
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        parser.finishToken();
        int end = Math.toIntExact(parser.currentLocation().getByteOffset());
        return UTF8String.fromBytes(Arrays.copyOfRange(bytes, start, end));
    }

    /** The object that begins here as a document of its own, to be read later; this one goes on behind it. */
    Document aside() throws IOException {
        byte[] object = raw().getBytes();
        Document aside = of(object, unreadables);
        aside.next();
        return aside;
    }

    /** Skips a value of another kind than its field, which becomes null. */
    Object unreadable(String field) throws IOException {
        parser.skipChildren();
        unreadables.add(field);
        return null;
    }

    /** Counts a value that was read over already as one that becomes null. */
    Object counted(String field) {
        unreadables.add(field);
        return null;
    }

    /** Gives the parser's buffers back. */
    @Override
    public void close() throws IOException {
        parser.close();
    }
}
