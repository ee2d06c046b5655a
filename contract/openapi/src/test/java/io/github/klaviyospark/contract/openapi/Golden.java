package io.github.klaviyospark.contract.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.contract.openapi.Document.Place;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A request that the connector makes, as a file says.
 *
 * @param name of the file, without its ending
 * @param path with an id where a resource is named
 * @param body missing where the request has none
 */
record Golden(String name, String method, String path, String operationId, JsonNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of core's targets, and those of requests that no target makes, which are kept here. */
    static List<Golden> all() throws IOException, URISyntaxException {
        List<Golden> all =
                new ArrayList<>(in(Path.of(Golden.class.getResource("golden").toURI())));
        Path targets = Path.of(
                Objects.requireNonNull(System.getProperty("openapi.goldens"), "The build must set openapi.goldens."));
        if (Files.isDirectory(targets)) {
            all.addAll(in(targets));
        }
        return all;
    }

    private static List<Golden> in(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> each = Files.list(folder)) {
            files = each.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        List<Golden> goldens = new ArrayList<>();
        for (Path file : files) {
            JsonNode request = JSON.readTree(Files.readAllBytes(file)).path("request");
            goldens.add(new Golden(
                    file.getFileName().toString().replace(".json", ""),
                    request.path("method").asText(),
                    request.path("path").asText(),
                    request.path("operationId").asText(),
                    request.path("body")));
        }
        return goldens;
    }

    /** Its method, and the path that the document has for its operation. */
    Place place(Document document) {
        return document.place(operationId);
    }

    /** Gives a test up, and says so, where the document that was named need not describe the operation and does not. */
    void assumeIn(Document document) {
        Undescribed.assume(document.describes(operationId), operationId, name);
    }

    /** As it is sent, to whatever id it names. */
    Sent request() {
        return Sent.of(method, path, body.isMissingNode() ? "" : body.toString());
    }

    /** Whether what it makes is a job, which can be asked for. */
    boolean makesAJob() {
        return path.endsWith("-jobs");
    }

    @Override
    public String toString() {
        return name;
    }
}
