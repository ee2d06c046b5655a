package io.github.klaviyospark.emulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Faults as JSON, as files and the control interface bring them. */
final class FaultJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private FaultJson() {}

    /** Reads one object. */
    static Fault one(byte[] json) {
        try {
            Fields fields = JSON.readValue(json, Fields.class);
            return fault(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not a fault: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads an array of objects. */
    static List<Fault> all(byte[] json) {
        try {
            return JSON.readValue(json, new TypeReference<List<Fields>>() {}).stream()
                    .map(FaultJson::fault)
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is not an array of faults: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As it was given, and how often it fired. */
    static Map<String, Object> shown(FaultPlan.Standing standing) {
        Map<String, Object> shown = new LinkedHashMap<>(standing.fault().given());
        shown.put("fired", standing.fired());
        return shown;
    }

    private static Fault fault(Fields fields) {
        if (fields == null || fields.match == null || fields.kind == null) {
            throw new IllegalArgumentException("A fault needs 'match' and 'kind'.");
        }
        Fault.Builder builder = Fault.builder(fields.match, kind(fields.kind));
        if (fields.status != null) {
            builder.status(fields.status);
        }
        if (fields.retryAfter != null) {
            builder.retryAfter(fields.retryAfter);
        }
        if (fields.rate != null) {
            builder.rate(fields.rate);
        }
        if (fields.times != null) {
            builder.times(fields.times);
        }
        if (fields.after != null) {
            builder.after(fields.after);
        }
        if (fields.delay != null) {
            builder.delay(fields.delay);
        }
        if (fields.contains != null) {
            builder.contains(fields.contains);
        }
        if (fields.pointers != null) {
            builder.pointers(fields.pointers);
        }
        if (fields.records != null) {
            builder.records(fields.records.stream().mapToInt(Integer::intValue).toArray());
        }
        return builder.build();
    }

    private static Fault.Kind kind(String text) {
        return Arrays.stream(Fault.Kind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not a kind of fault; there are: "
                        + Arrays.stream(Fault.Kind.values())
                                .map(Fault.Kind::text)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private record Fields(
            @JsonProperty("match") String match,
            @JsonProperty("kind") String kind,
            @JsonProperty("status") Integer status,
            @JsonProperty("retryAfter") Integer retryAfter,
            @JsonProperty("rate") Double rate,
            @JsonProperty("times") Integer times,
            @JsonProperty("after") Integer after,
            @JsonProperty("delay") String delay,
            @JsonProperty("contains") String contains,
            @JsonProperty("pointers") Boolean pointers,
            @JsonProperty("records") List<Integer> records) {}
}
