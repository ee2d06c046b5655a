package io.github.klaviyospark.core.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.secret.ApiKey;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Words for what went wrong: what, where, and what to do next. One place, so that all errors read alike. */
final class Failures {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN_ERRORS = 3;
    private static final int SHOWN_TEXT = 200;

    private final Endpoint endpoint;
    private final ApiKey key;

    Failures(Endpoint endpoint, ApiKey key) {
        this.endpoint = endpoint;
        this.key = key;
    }

    /** The exception for the last answer of a request. */
    KlaviyoException of(Operation operation, Answer answer, int attempts, boolean inDoubt) {
        if (answer.failure() != null) {
            return unanswered(operation, answer, attempts, inDoubt);
        }

        List<ApiError> errors = errors(answer);
        String message = errors.isEmpty() && answer.status() != 401 && answer.status() != 403
                ? foreign(operation, answer)
                : refused(operation, answer, errors);
        return exception(message, operation, answer, errors, null, inDoubt);
    }

    /** The exception for a server that asks for more patience than was allowed. */
    KlaviyoException tooLong(Operation operation, Answer answer, Duration allowed, boolean inDoubt) {
        String message = "Klaviyo answered " + answer.status() + " to " + operation.label() + " and asks to wait "
                + answer.retryAfter().toSeconds() + " s, which is longer than maxRetryWait (" + allowed.toSeconds()
                + " s). Run again after that time, or raise maxRetryWait.";
        return exception(message, operation, answer, errors(answer), null, inDoubt);
    }

    /** The exception for a request that has gone on without success for too long. */
    KlaviyoException stalled(Operation operation, Answer answer, Duration stalled, Duration allowed, boolean inDoubt) {
        String last = answer.failure() == null ? "answer " + answer.status() : describe(answer.failure());
        String message = "No progress with " + operation.label() + " at " + endpoint + " for " + stalled.toSeconds()
                + " s, which is longer than maxStall (" + allowed.toSeconds() + " s). The last attempt ended with "
                + last + ". Run again later, or raise maxStall.";
        return exception(message, operation, answer, errors(answer), null, inDoubt);
    }

    private KlaviyoException unanswered(Operation operation, Answer answer, int attempts, boolean inDoubt) {
        IOException failure = answer.failure();
        if (failure instanceof UnreadableAnswerException) {
            String message = "What " + endpoint + " answered to " + operation.label() + " could not be read in "
                    + attempts + (attempts == 1 ? " attempt: " : " attempts: ") + shown(failure.getMessage())
                    + ". Check that no proxy changes answers; run again later.";
            return exception(message, operation, answer, List.of(), cleaned(failure), inDoubt);
        }

        String what = failure instanceof Transport.RedirectException
                ? "The endpoint " + endpoint + " answered " + operation.label() + " with " + failure.getMessage()
                        + ". The key is not sent there."
                : "No answer from " + endpoint + " to " + operation.label() + " after " + attempts
                        + (attempts == 1 ? " attempt (" : " attempts (") + describe(failure) + ").";
        String next = answer.outcome() == Outcome.LOST && !operation.repeatable()
                ? " It may have taken effect all the same, so it was not repeated."
                : " Check the endpoint and the network between.";
        return exception(what + next, operation, answer, List.of(), cleaned(failure), inDoubt);
    }

    private String describe(IOException failure) {
        return failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getClass().getSimpleName() + ": " + shown(failure.getMessage());
    }

    private String foreign(Operation operation, Answer answer) {
        return endpoint + " answered " + answer.status() + " to " + operation.label() + " with "
                + (answer.body().length == 0
                        ? "an empty body"
                        : answer.body().length + " bytes of "
                                + (answer.contentType().isEmpty() ? "unnamed content" : shown(answer.contentType())))
                + ", which is no answer of Klaviyo's API." + request(answer)
                + " Check that the endpoint is right and that no proxy answers in its place.";
    }

    private String refused(Operation operation, Answer answer, List<ApiError> errors) {
        String shown = errors.stream()
                .limit(SHOWN_ERRORS)
                .map(error -> shown(error.toString()))
                .collect(Collectors.joining("; "));
        String more = errors.size() > SHOWN_ERRORS ? " and " + (errors.size() - SHOWN_ERRORS) + " more" : "";
        return "Klaviyo answered " + answer.status() + " to " + operation.label()
                + (shown.isEmpty() ? "." : " (" + shown + more + ").") + request(answer)
                + advice(operation, answer, errors);
    }

    private static String request(Answer answer) {
        return answer.requestId() == null ? "" : " Request id " + answer.requestId() + ".";
    }

    private static String advice(Operation operation, Answer answer, List<ApiError> errors) {
        int status = answer.status();
        if (status == 401 || errors.stream().anyMatch(error -> error.code().equals("authentication_failed"))) {
            return " The key is not accepted: check that apiKeySource names a private key of this account.";
        }
        return switch (status) {
            case 400 ->
                operation.equals(Operation.BULK_CREATE_DATA_SOURCE_RECORDS)
                        ? " A request has 1 to 500 records of at most 512 KB each and names a data source that exists:"
                                + " correct what the error points to."
                        : operation.equals(Operation.CREATE_DATA_SOURCE_RECORD)
                                ? " A record has at most 512 KB and names a data source that exists: correct what the"
                                        + " error points to."
                                : "";
            case 403 ->
                " The key needs the scope " + operation.scope()
                        + ", and the account a plan that includes this feature.";
            case 404 -> " Check the id, and that the key belongs to the account that holds it.";
            case 410 -> " The revision or the endpoint is retired: set another revision.";
            case 413, 414 ->
                operation.method().equals("GET")
                        ? " The request is longer than is taken: compare with fewer or shorter values."
                        : " The request is larger than Klaviyo takes: lower chunkBytes.";
            case 429 -> " The quota is used up, perhaps by another application: lower quotaLimits.";
            default -> status >= 500 ? " Klaviyo could not serve it; run again later." : "";
        };
    }

    private List<ApiError> errors(Answer answer) {
        List<ApiError> errors = new ArrayList<>();
        if (answer.isJson() && answer.body().length > 0) {
            for (JsonNode error : document(answer).path("errors")) {
                JsonNode source = error.path("source");
                errors.add(new ApiError(
                        error.path("code").asText("error"),
                        text(error, "title"),
                        text(error, "detail"),
                        text(source, "pointer"),
                        text(source, "parameter")));
            }
        }
        return errors;
    }

    private static JsonNode document(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            // A body that calls itself JSON and is none, as a truncated one: the status alone has to tell.
            return JSON.missingNode();
        }
    }

    private String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? key.hideIn(value.asText()) : null;
    }

    private String shown(String text) {
        String clean = key.hideIn(text).replaceAll("\\p{Cntrl}+", " ");
        return clean.length() <= SHOWN_TEXT ? clean : clean.substring(0, SHOWN_TEXT) + "…";
    }

    /** The same failure with a text that was cleaned: a broken answer is quoted in it. */
    private IOException cleaned(IOException failure) {
        IOException cleaned = new IOException(describe(failure));
        cleaned.setStackTrace(failure.getStackTrace());
        return cleaned;
    }

    private static KlaviyoException exception(
            String message,
            Operation operation,
            Answer answer,
            List<ApiError> errors,
            Throwable cause,
            boolean inDoubt) {
        return new KlaviyoException(message, cause, operation, answer.status(), errors, answer.requestId(), inDoubt);
    }
}
