package io.github.klaviyospark.contract.openapi;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Sends requests over HTTP and changes nothing of them. */
final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String endpoint;

    Client(String endpoint) {
        this.endpoint = endpoint;
    }

    HttpResponse<String> send(Sent request) throws IOException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(endpoint + request.target()))
                .header("User-Agent", "klaviyo-contract-openapi")
                .method(
                        request.method(),
                        request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
        request.headers().forEach(builder::header);
        return HTTP.send(builder.build(), BodyHandlers.ofString());
    }
}
