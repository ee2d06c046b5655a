package io.github.klaviyospark.core.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request that was sent once, as an archive has it: its body, or a record with {@code method}, {@code path} or {@code
 * url}, and {@code body}.
 *
 * @param data the member {@code data} of its body, missing where it had none
 * @param method in capitals, where it is known
 * @param path without host, query and a slash at its end, where it is known
 * @param consent what the user says of requests that do not say it themselves
 */
record ArchivedRequest(JsonNode data, Optional<String> method, Optional<String> path, AmbiguousConsent consent) {

    private static final Pattern PATH = Pattern.compile("(?:https?://[^/?#]*)?(/[^?#]*?)/?(?:[?#].*)?");

    /** A body of which nothing else is known. */
    static ArchivedRequest body(JsonNode document) {
        return new ArchivedRequest(document.path("data"), Optional.empty(), Optional.empty(), AmbiguousConsent.UNSAID);
    }

    static ArchivedRequest of(JsonNode document, AmbiguousConsent consent) {
        boolean isRecord = !document.has("data") && (document.has("body") || document.has("method"));
        if (!isRecord) {
            return new ArchivedRequest(document.path("data"), Optional.empty(), Optional.empty(), consent);
        }
        Optional<String> method = Payload.text(document.path("method")).map(text -> text.toUpperCase(Locale.ROOT));
        Optional<String> path = List.of("path", "url").stream()
                .flatMap(name -> Payload.text(document.path(name)).stream())
                .map(PATH::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
        return new ArchivedRequest(data(document.path("body")), method, path, consent);
    }

    /** Logs often keep a body as a text. One that is no JSON was for no endpoint that is read here. */
    private static JsonNode data(JsonNode body) {
        if (!body.isTextual()) {
            return body.path("data");
        }
        try {
            JsonNode tree = RowTarget.JSON.readTree(body.textValue());
            return tree == null ? MissingNode.getInstance() : tree.path("data");
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Whether it may have been made with a method. */
    boolean mayBe(String expected) {
        return method.filter(known -> !known.equals(expected)).isEmpty();
    }

    /** Whether its path ends so; false where it is not known. */
    boolean wentTo(String end) {
        return path.filter(known -> known.endsWith(end)).isPresent();
    }

    /** The id in its path, if that is known and is one of an operation. */
    Optional<String> resource(String operation) {
        Pattern pattern = Pattern.compile(Pattern.quote(operation).replace("{id}", "\\E([^/]+)\\Q"));
        return path.map(pattern::matcher).filter(Matcher::matches).map(matcher -> matcher.group(1));
    }

    /** Without what it holds. */
    @Override
    public String toString() {
        return "ArchivedRequest(" + method.orElse("") + ")";
    }
}
