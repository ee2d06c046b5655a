package io.github.klaviyospark.emulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one status may bring.
 *
 * @param content schemas by media type; empty when there is no body
 */
record Response(Map<String, Schema> content) {
    static Map<String, Response> byStatus(JsonNode node, SchemaReader schemas) {
        Map<String, Response> responses = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> responses.put(
                        entry.getKey(), new Response(content(entry.getValue().path("content"), schemas))));
        return responses;
    }

    static Map<String, Schema> content(JsonNode node, SchemaReader schemas) {
        Map<String, Schema> content = new LinkedHashMap<>();
        node.properties().forEach(entry -> content.put(entry.getKey(), schemas.read(entry.getValue())));
        return content;
    }

    /** A media type without its parameters. */
    static String mediaType(String header) {
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
