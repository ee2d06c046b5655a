package io.github.klaviyospark.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often an operation may be called, and how much less when it is asked for something that costs more. */
final class QuotaFacts {

    private static final Pattern RATE = Pattern.compile("(\\d+)/([a-z]+)");
    private static final Pattern DEARER = Pattern.compile(
            "`additional-fields\\[[a-z-]+]=(\\w+)` parameter[^`]*<br>\\s*Burst: `(\\d+/s)`<br>\\s*Steady: `(\\d+/m)`");

    private final OpenApiDocument document;
    private final OpenApiDocument.Operation operation;

    QuotaFacts(OpenApiDocument document, OpenApiDocument.Operation operation) {
        this.document = document;
        this.operation = operation;
    }

    /** Both windows, as settings write them. */
    String quota() {
        JsonNode rates = operation.node().path("x-klaviyo-ratelimit");
        return window(rates.path("burst").asText()) + ","
                + window(rates.path("steady").asText());
    }

    /**
     * The smaller quotas of the fields that cost more. Stated in prose only, so they are read from there; not by every
     * operation that has such a field, although all of them share what it costs.
     */
    Optional<ObjectNode> dearer(ArrayNode additionalFields) {
        ObjectNode stated = JsonNodeFactory.instance.objectNode();
        document.descriptions().forEach(description -> {
            Matcher matcher = DEARER.matcher(description);
            while (matcher.find()) {
                stated.put(matcher.group(1), window(matcher.group(2)) + "," + window(matcher.group(3)));
            }
        });
        ObjectNode quotas = JsonNodeFactory.instance.objectNode();
        additionalFields.forEach(field -> {
            if (stated.has(field.asText())) {
                quotas.set(field.asText(), stated.get(field.asText()));
            }
        });
        return quotas.isEmpty() ? Optional.empty() : Optional.of(quotas);
    }

    private static String window(String rate) {
        Matcher matcher = RATE.matcher(rate);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("The rate '" + rate + "' is not of the form 75/s or 750/m.");
        }
        String length =
                switch (matcher.group(2)) {
                    case "s" -> "1s";
                    case "m" -> "60s";
                    default -> throw new IllegalArgumentException("The rate '" + rate + "' has an unknown window.");
                };
        return matcher.group(1) + "/" + length;
    }
}
