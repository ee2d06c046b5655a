package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import io.github.klaviyospark.core.objects.PropertyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * The bytes of a record into the objects that a mapping makes of it; an operation is a record.
 *
 * <p>The naive way compiles the path of each property for each record and reads it from the record's tree; it coerces nothing,
 * looks at no size and makes no objects. The limit is that tree alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MapRecords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LINES = 10;

    private static final Map<String, PropertyType> OF_RECORD = new LinkedHashMap<>();
    private static final Map<String, PropertyType> OF_LINE = new LinkedHashMap<>();

    static {
        OF_RECORD.put("number", PropertyType.STRING);
        OF_RECORD.put("status", PropertyType.STRING);
        OF_RECORD.put("total", PropertyType.FLOAT);
        OF_RECORD.put("is_gift", PropertyType.BOOLEAN);
        OF_RECORD.put("placed_at", PropertyType.TIMESTAMP);
        OF_RECORD.put("customer.email", PropertyType.STRING);
        OF_RECORD.put("customer.address.city", PropertyType.STRING);
        OF_RECORD.put("customer.address.zip", PropertyType.STRING);
        OF_LINE.put("lines[*].sku", PropertyType.STRING);
        OF_LINE.put("lines[*].title", PropertyType.STRING);
        OF_LINE.put("lines[*].quantity", PropertyType.INT);
        OF_LINE.put("lines[*].price", PropertyType.FLOAT);
        OF_LINE.put("placed_at", PropertyType.TIMESTAMP);
    }

    /** One object of a record, or one of each element of an array in it. */
    @Param({"record", "lines"})
    public String objects;

    private byte[] record;
    private ObjectExtractor extractor;
    private List<String> paths;
    private Configuration jsonPath;

    /** Makes the record and its mapping, and looks whether both ways find the same. */
    @Setup
    public void prepare() throws IOException {
        boolean isOne = objects.equals("record");
        MappingPath id = MappingPath.ofText(isOne ? "order_id" : "lines[*].line_id");
        record = order().getBytes(StandardCharsets.UTF_8);
        paths = new ArrayList<>();
        paths.add(id.toString());
        ObjectMapping.Builder builder = ObjectMapping.builder();
        (isOne ? OF_RECORD : OF_LINE).forEach((text, type) -> {
            MappingPath path = MappingPath.ofText(text);
            builder.property(text.replaceAll("\\W+", "_"), type, true, id, path);
            paths.add(path.toString());
        });
        extractor = builder.build().extractor();
        jsonPath = Configuration.builder()
                .jsonProvider(new JacksonJsonNodeJsonProvider(JSON))
                .mappingProvider(new JacksonMappingProvider(JSON))
                .build();
        check(isOne);
    }

    private static String order() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append(i == 0 ? "" : ",")
                    .append("{\"line_id\":\"ORD-0000012345-%d\",\"sku\":\"SKU-%06d\",\"title\":\"Salmon kibble %d kg\","
                                    .formatted(i, i * 7_919, i + 1)
                            + "\"quantity\":%d,\"price\":%d.95}".formatted(1 + i % 3, 10 + i));
        }
        return "{\"order_id\":\"ORD-0000012345\",\"number\":\"12345\",\"status\":\"shipped\",\"total\":149.55,\"is_gift\":false,"
                + "\"placed_at\":\"2026-06-30T14:05:09.123Z\",\"customer\":{\"email\":\"jo@shop.example.net\",\"name\":\"Jo\","
                + "\"address\":{\"city\":\"Łódź\",\"zip\":\"90-001\",\"country\":\"PL\"}},\"lines\":[" + lines + "]}";
    }

    private void check(boolean isOne) throws IOException {
        List<ObjectVersion> made = extractor.extract(record, 0, record.length);
        boolean areValid = made.stream().allMatch(ObjectVersion.Valid.class::isInstance);
        if (made.size() != (isOne ? 1 : LINES) || !areValid) {
            throw new IllegalStateException("The mapping makes " + made + ".");
        }
        JsonNode tree = JSON.readTree(record);
        for (String path : paths) {
            JsonNode found = JsonPath.compile(path).read(tree, jsonPath);
            if (found.isArray() && found.size() != LINES) {
                throw new IllegalStateException("JsonPath finds " + found.size() + " values at " + path + ".");
            }
        }
    }

    /** The connector's mapping. */
    @Benchmark
    public Object connector() {
        return extractor.extract(record, 0, record.length);
    }

    /** The naive way. */
    @Benchmark
    public void jsonPath(Blackhole hole) throws IOException {
        JsonNode tree = JSON.readTree(record);
        for (String path : paths) {
            hole.consume((JsonNode) JsonPath.compile(path).read(tree, jsonPath));
        }
    }

    /** The limit. */
    @Benchmark
    public Object tree() throws IOException {
        return JSON.readTree(record);
    }
}
