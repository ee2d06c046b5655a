package io.github.klaviyospark.contract.openapi;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.ValidationReport;
import io.github.klaviyospark.contract.openapi.Document.Place;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The validator library, at its strictest: every rule it knows is an error, unknown members of objects with named ones
 * included.
 */
final class Judge {
    private final Document document;
    private final Map<Place, OpenApiInteractionValidator> validators = new HashMap<>();

    Judge(Document document) {
        this.document = document;
    }

    /** What is wrong with a request to an operation, a line each; empty when nothing is. */
    List<String> request(Place place, Sent sent) {
        SimpleRequest.Builder request = new SimpleRequest.Builder(sent.method(), sent.path());
        sent.query().forEach(request::withQueryParam);
        sent.headers().forEach(request::withHeader);
        if (!sent.body().isEmpty()) {
            request.withBody(sent.body());
        }
        return problems(of(place).validateRequest(request.build()));
    }

    /** What is wrong with the answer to a request, a line each; empty when nothing is. */
    List<String> answer(Place place, Sent sent, HttpResponse<String> answer) {
        SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.statusCode());
        answer.headers().map().forEach(response::withHeader);
        if (!answer.body().isEmpty()) {
            response.withBody(answer.body());
        }
        return problems(
                of(place).validateResponse(sent.path(), Request.Method.valueOf(sent.method()), response.build()));
    }

    private OpenApiInteractionValidator of(Place place) {
        return validators.computeIfAbsent(
                place, each -> OpenApiInteractionValidator.createForInlineApiSpecification(document.only(each))
                        .build());
    }

    private static List<String> problems(ValidationReport report) {
        List<String> problems = new ArrayList<>();
        for (ValidationReport.Message message : report.getMessages()) {
            problems.add(message.getLevel() + " " + message.getKey() + ": " + message.getMessage()
                    + String.join("", message.getAdditionalInfo()));
        }
        return problems;
    }
}
