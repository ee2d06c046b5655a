package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.TreeSet;

/**
 * JSON in one form only: members sorted, numbers without zeros that mean nothing. Two trees that say the same have the
 * same text, in whatever order and with whatever digits they were written.
 */
final class Canonical {

    private Canonical() {}

    /** The text of a tree. */
    static String of(JsonNode tree) {
        StringBuilder text = new StringBuilder();
        append(tree, text);
        return text.toString();
    }

    /** The SHA-256 of a tree's text, in hexadecimal digits. */
    static String hash(JsonNode tree) {
        try {
            byte[] text = of(tree).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }

    private static void append(JsonNode tree, StringBuilder text) {
        if (tree.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            tree.fieldNames().forEachRemaining(names::add);
            char before = '{';
            for (String name : names) {
                text.append(before).append(RowTarget.quoted(name)).append(':');
                append(tree.get(name), text);
                before = ',';
            }
            text.append(names.isEmpty() ? "{}" : "}");
        } else if (tree.isArray()) {
            text.append('[');
            for (Iterator<JsonNode> elements = tree.iterator(); elements.hasNext(); ) {
                append(elements.next(), text);
                text.append(elements.hasNext() ? "," : "");
            }
            text.append(']');
        } else if (tree.isNumber()) {
            text.append(tree.decimalValue().stripTrailingZeros());
        } else {
            text.append(tree.isTextual() ? RowTarget.quoted(tree.textValue()) : tree.asText());
        }
    }
}
