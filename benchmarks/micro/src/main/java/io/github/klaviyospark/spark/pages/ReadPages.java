package io.github.klaviyospark.spark.pages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.client.Revisions;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.emulator.KlaviyoEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The bytes of a page of 100 profiles into rows of Spark; an operation is a page. The embedded Klaviyo makes the pages.
 *
 * <p>The limit is Jackson's parser going through all tokens and fetching what the rows hold, each id and attribute as a
 * string, number or truth, and making nothing of them. A walk that fetches nothing is there as well, but no reader of these
 * values can be measured by it: Jackson does not decode a string that nobody asks for.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadPages {

    private static final CollectionDescriptor PROFILES =
            Collections.find("profiles").orElseThrow();
    private static final StructType ALL = CollectionSchema.of(PROFILES, List.of());
    private static final String KEY = "pk_benchmark";

    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper TREES = new ObjectMapper();

    /** What is asked for: four fields, or everything that profiles have. */
    @Param({"sparse", "full"})
    public String fields;

    private byte[] page;
    private PageDecoder decoder;
    private TreeReader trees;

    /** Gets the page, and looks whether the tree gives the same rows. */
    @Setup
    public void prepare() throws IOException, InterruptedException {
        boolean isSparse = fields.equals("sparse");
        StructType wanted = isSparse ? sparse() : ALL;
        page = fetch(
                isSparse
                        ? "fields[profile]=email,created,updated,location.city"
                        : "additional-fields[profile]=subscriptions,predictive_analytics");
        decoder = new PageDecoder(wanted, PROFILES);
        trees = new TreeReader(wanted, PROFILES);
        check(wanted);
    }

    private static StructType sparse() {
        return new StructType()
                .add(ALL.apply("id"))
                .add(ALL.apply("email"))
                .add(ALL.apply("created"))
                .add(ALL.apply("updated"))
                .add("location", StructType.fromDDL("city STRING"));
    }

    private static byte[] fetch(String query) throws IOException, InterruptedException {
        try (KlaviyoEmulator klaviyo =
                KlaviyoEmulator.builder().apiKey(KEY).seed(7).profiles(200).start()) {
            String asked = query.replace("[", "%5B").replace("]", "%5D");
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(klaviyo.endpoint() + "/api/profiles?page%5Bsize%5D=100&" + asked))
                    .header("Authorization", "Klaviyo-API-Key " + KEY)
                    .header("revision", Revisions.CURRENT)
                    .build();
            HttpResponse<byte[]> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("The page was answered with " + answer.statusCode() + ".");
            }
            return answer.body();
        }
    }

    private void check(StructType wanted) throws IOException {
        List<InternalRow> read = decoder.read(page).resources();
        List<InternalRow> ofTree = trees.read(TREES.readTree(page));
        UnsafeProjection comparable = UnsafeProjection.create(wanted);
        for (int i = 0; i < 100; i++) {
            InternalRow row =
                    comparable.apply(withoutProperties(read.get(i), wanted)).copy();
            if (!row.equals(comparable.apply(withoutProperties(ofTree.get(i), wanted)))) {
                throw new IllegalStateException("The tree gives another row " + i + " than the connector.");
            }
        }
        if (read.size() != 100 || decoder.unreadableValues() != 0) {
            throw new IllegalStateException("The page has " + read.size() + " rows and " + decoder.unreadableValues()
                    + " values that cannot be read.");
        }
    }

    /** The texts of properties are not the same: a tree rounds numbers, and the connector keeps their digits. */
    private static InternalRow withoutProperties(InternalRow row, StructType wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            if (CollectionSchema.isOwnMembers(wanted.apply(i).dataType())) {
                row.setNullAt(i);
            }
        }
        return row;
    }

    /** What a reader of the connector does with a page. */
    @Benchmark
    public Object connector() throws IOException {
        return decoder.read(page);
    }

    /** A tree of the page, and the same rows picked from it. */
    @Benchmark
    public Object tree() throws IOException {
        return trees.read(TREES.readTree(page));
    }

    /** The limit. */
    @Benchmark
    public void tokensAndValues(Blackhole hole) throws IOException {
        try (JsonParser parser = JSON.createParser(page)) {
            int depth = 0;
            int wantedFrom = Integer.MAX_VALUE;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> depth++;
                    case END_OBJECT, END_ARRAY -> {
                        depth--;
                        if (depth < wantedFrom) {
                            wantedFrom = Integer.MAX_VALUE;
                        }
                    }
                    case FIELD_NAME -> {
                        String name = parser.currentName();
                        if (depth == 3 && name.equals("attributes")) {
                            wantedFrom = 4;
                        } else if (depth == 3 && name.equals("id")) {
                            parser.nextToken();
                            hole.consume(parser.getText());
                        }
                    }
                    default -> {
                        if (depth >= wantedFrom) {
                            fetch(parser, token, hole);
                        }
                    }
                }
            }
        }
    }

    private static void fetch(JsonParser parser, JsonToken token, Blackhole hole) throws IOException {
        switch (token) {
            case VALUE_STRING -> hole.consume(parser.getText());
            case VALUE_NUMBER_INT -> hole.consume(parser.getLongValue());
            case VALUE_NUMBER_FLOAT -> hole.consume(parser.getDoubleValue());
            default -> hole.consume(token);
        }
    }

    /** The walk alone. */
    @Benchmark
    public int tokens() throws IOException {
        int tokens = 0;
        try (JsonParser parser = JSON.createParser(page)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
