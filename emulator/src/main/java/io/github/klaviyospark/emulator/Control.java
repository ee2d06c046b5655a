package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.ObjectTable;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/**
 * The emulator's own interface, beside the API: what was received, which faults are wanted, a fresh start. It needs no
 * key and is never limited, delayed or faulted.
 */
final class Control {
    static final String PREFIX = "/__emulator/";

    private static final int FAULT_BYTES = 100_000;

    private final EmulatorState state;
    private final Inspection inspection;

    Control(EmulatorState state, Inspection inspection) {
        this.state = state;
        this.inspection = inspection;
    }

    void handle(Request request, Response response, Callback callback) throws IOException {
        String path = request.getHttpURI().getPath().substring(PREFIX.length());
        state.settle();
        switch (request.getMethod() + " " + path) {
            case "GET stats" -> json(200, stats(), response, callback);
            case "GET quotas" -> json(200, state.quotas().shown(), response, callback);
            case "GET records" -> records(request, response, callback);
            case "GET objects" -> objects(request, response, callback);
            case "GET profiles" -> profiles(response, callback);
            case "POST profiles" -> add(Holdings.PROFILES, request, response, callback);
            case "GET resources" -> resources(request, response, callback);
            case "POST resources" -> addResources(request, response, callback);
            case "GET jobs" -> lines(state.jobs().lines(), response, callback);
            case "GET writes" -> writes(request, response, callback);
            case "GET contract" -> contract(response, callback);
            case "GET faults" ->
                json(
                        200,
                        state.faults().standings().stream()
                                .map(FaultJson::shown)
                                .toList(),
                        response,
                        callback);
            case "POST faults" -> addFault(request, response, callback);
            case "DELETE faults" -> {
                state.faults().clear();
                done(response, callback);
            }
            case "POST reset" -> {
                state.reset();
                done(response, callback);
            }
            default ->
                problem(
                        404,
                        "There is no such control; there are GET stats, GET quotas, GET records?data-source=ID,"
                                + " GET objects?object-type=ID, GET profiles, POST profiles,"
                                + " GET resources?collection=NAME, POST resources?collection=NAME, GET jobs, GET writes?operation=OPERATION, GET contract, GET faults, POST faults, DELETE faults and POST reset.",
                        response,
                        callback);
        }
    }

    private Map<String, Object> stats() {
        Map<String, Object> requests = new LinkedHashMap<>();
        state.activity().stats().forEach((operation, stats) -> {
            Map<String, Object> numbers = new LinkedHashMap<>();
            numbers.put("count", stats.count());
            numbers.put("status", stats.status());
            numbers.put("bytes", stats.bytes());
            numbers.put("records", stats.records());
            requests.put(operation, numbers);
        });
        Map<String, Long> faults = new TreeMap<>();
        for (Fault.Kind kind : Fault.Kind.values()) {
            faults.put(kind.text(), 0L);
        }
        state.faults().fired().forEach((kind, count) -> faults.put(kind.text(), count));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("requests", requests);
        all.put("faults", faults);
        return all;
    }

    private void records(Request request, Response response, Callback callback) throws IOException {
        Fields query = Request.extractQueryParameters(request);
        String id = query.getValue("data-source");
        if (id == null) {
            problem(400, "Name the data source: records?data-source=ID.", response, callback);
            return;
        }
        List<Ledger.Entry> entries = state.ledger().entries(id);
        if (entries.isEmpty() && state.sources().find(id).isEmpty()) {
            problem(404, "There is no data source with id '" + id + "'.", response, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
        try (OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), 65_536)) {
            for (Ledger.Entry entry : entries) {
                String head = "{\"seq\":" + entry.seq() + ",\"request\":\"" + entry.requestId() + "\",\"record\":";
                out.write(head.getBytes(StandardCharsets.US_ASCII));
                out.write(onOneLine(entry.json()));
                out.write('}');
                out.write('\n');
            }
        }
        callback.succeeded();
    }

    /** Line breaks in JSON stand only between tokens, where a blank does as well. */
    private static byte[] onOneLine(byte[] json) {
        byte[] line = json.clone();
        for (int i = 0; i < line.length; i++) {
            if (line[i] == '\n' || line[i] == '\r') {
                line[i] = ' ';
            }
        }
        return line;
    }

    private void objects(Request request, Response response, Callback callback) throws IOException {
        String id = Request.extractQueryParameters(request).getValue("object-type");
        if (id == null) {
            problem(400, "Name the object type: objects?object-type=ID.", response, callback);
            return;
        }
        Optional<Stream<ObjectTable.Shown>> objects = state.objects().latest(id);
        if (objects.isEmpty()) {
            problem(404, "There is no object type with id '" + id + "'.", response, callback);
            return;
        }
        lines(objects.get().map(ObjectLine::of), response, callback);
    }

    private void profiles(Response response, Callback callback) throws IOException {
        lines(state.profiles().view().all().map(ProfileJson::line), response, callback);
    }

    private static void lines(Stream<String> lines, Response response, Callback callback) throws IOException {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/x-ndjson");
        try (Writer out = new OutputStreamWriter(
                        new BufferedOutputStream(Content.Sink.asOutputStream(response), 65_536),
                        StandardCharsets.UTF_8);
                Stream<String> all = lines) {
            for (Iterator<String> rest = all.iterator(); rest.hasNext(); ) {
                out.write(rest.next());
                out.write('\n');
            }
        }
        callback.succeeded();
    }

    private void resources(Request request, Response response, Callback callback) throws IOException {
        Optional<String> collection = collection(request, response, callback);
        if (collection.isPresent()) {
            Stream<String> all;
            try {
                all = state.loading().lines(collection.get());
            } catch (IllegalArgumentException e) {
                problem(404, e.getMessage(), response, callback);
                return;
            }
            lines(all, response, callback);
        }
    }

    private void addResources(Request request, Response response, Callback callback) throws IOException {
        Optional<String> collection = collection(request, response, callback);
        if (collection.isPresent()) {
            add(collection.get(), request, response, callback);
        }
    }

    private static Optional<String> collection(Request request, Response response, Callback callback)
            throws IOException {
        Optional<String> name =
                Optional.ofNullable(Request.extractQueryParameters(request).getValue("collection"));
        if (name.isEmpty()) {
            problem(400, "Name the collection: resources?collection=NAME.", response, callback);
        }
        return name;
    }

    private void add(String collection, Request request, Response response, Callback callback) throws IOException {
        List<String> ids;
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Content.Source.asInputStream(request), utf8))) {
            ids = state.loading().add(collection, in.lines().toList());
        } catch (IllegalArgumentException e) {
            problem(400, e.getMessage(), response, callback);
            return;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                problem(400, "The lines are not UTF-8.", response, callback);
                return;
            }
            throw e.getCause();
        }
        json(200, Map.of("ids", ids), response, callback);
    }

    private void writes(Request request, Response response, Callback callback) throws IOException {
        String operation = Request.extractQueryParameters(request).getValue("operation");
        if (operation != null
                && !(Writes.keeps(operation) && state.routes().operations().contains(operation))) {
            problem(
                    404,
                    "The writes of '" + operation + "' are not kept here; records of data sources are in"
                            + " records?data-source=ID, and of these operations there are writes: "
                            + state.routes().operations().stream()
                                    .filter(Writes::keeps)
                                    .collect(Collectors.joining(", "))
                            + ".",
                    response,
                    callback);
            return;
        }
        lines(state.writes().lines(operation), response, callback);
    }

    private void contract(Response response, Callback callback) {
        inspection
                .report()
                .ifPresentOrElse(
                        report -> json(200, report, response, callback),
                        () -> problem(
                                404,
                                "Nothing is checked against the contract: start the emulator with"
                                        + " KLAVIYO_EMULATOR_CONTRACT_LOG=FOLDER.",
                                response,
                                callback));
    }

    private void addFault(Request request, Response response, Callback callback) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            state.faults().add(FaultJson.one(in.readNBytes(FAULT_BYTES)));
        } catch (IllegalArgumentException e) {
            problem(400, e.getMessage(), response, callback);
            return;
        }
        done(response, callback);
    }

    private static void problem(int status, String message, Response response, Callback callback) {
        json(status, Map.of("error", message), response, callback);
    }

    private static void done(Response response, Callback callback) {
        response.setStatus(204);
        callback.succeeded();
    }

    private static void json(int status, Object value, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(Answer.json(value)), callback);
    }
}
