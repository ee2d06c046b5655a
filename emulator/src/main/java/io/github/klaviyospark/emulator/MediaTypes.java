package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Locale;

/** What a client may send and must be ready to receive: JSON:API, uncompressed. */
final class MediaTypes {
    private MediaTypes() {}

    /** No Accept header accepts everything (RFC 9110, section 12.5.1). */
    static void checkAccept(Call call) throws Refusal {
        List<String> values = call.headers().get("accept");
        if (values == null) {
            return;
        }
        int best = -1;
        double quality = 0;
        for (String range : String.join(",", values).split(",", -1)) {
            int precision = List.of("*/*", "application/*", Answer.JSON_API).indexOf(type(range));
            if (precision > best) {
                best = precision;
                quality = quality(range);
            }
        }
        if (quality <= 0) {
            throw Refusal.notAcceptable();
        }
    }

    static void checkContent(Call call) throws Refusal {
        if (call.header("content-encoding").isPresent()) {
            throw Refusal.unsupportedMediaType("A compressed body is not accepted.", "Content-Encoding");
        }
        if (!type(call.header("content-type").orElse("")).equals(Answer.JSON_API)) {
            throw Refusal.unsupportedMediaType(
                    "The Content-Type of a body must be " + Answer.JSON_API + ".", "Content-Type");
        }
    }

    private static String type(String value) {
        int semicolon = value.indexOf(';');
        return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private static double quality(String range) {
        for (String parameter : range.split(";", -1)) {
            String text = parameter.strip();
            if (text.startsWith("q=")) {
                try {
                    return Double.parseDouble(text.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }
}
