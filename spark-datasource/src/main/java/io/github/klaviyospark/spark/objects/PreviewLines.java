package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.core.mapping.Links;
import io.github.klaviyospark.core.mapping.ObjectExtractor;
import io.github.klaviyospark.core.mapping.ObjectMapping;
import io.github.klaviyospark.core.mapping.ObjectVersion;
import io.github.klaviyospark.core.mapping.Problem;
import io.github.klaviyospark.spark.rows.InvalidValueException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** What the rows of one task become, line by line. */
final class PreviewLines {

    /** The most bytes that a record may have; read from the target, which the writer asks as well. */
    private static final int RECORD_BYTES =
            DataSourceRecords.into("none").limits().recordBytes();

    private static final Row[] NONE = new Row[0];

    private final RowJson json;
    private final ObjectExtractor extractor;
    private final List<String> properties;

    PreviewLines(StructType schema, ObjectMapping mapping) throws IOException {
        this.json = new RowJson(schema);
        this.extractor = mapping.extractor();
        this.properties = mapping.properties();
    }

    List<Row> of(Row row) throws IOException {
        byte[] record;
        try {
            record = json.of(json.internal(row));
        } catch (InvalidValueException e) {
            return List.of(invalid(problem("invalid_value", e.path(), null, e.getMessage())));
        }
        if (record.length > RECORD_BYTES) {
            String explanation = "The record is larger than " + RECORD_BYTES
                    + " bytes of JSON, the most that one record may have; send less of it.";
            return List.of(invalid(problem("oversize", null, null, explanation)));
        }

        List<Row> lines = new ArrayList<>();
        for (ObjectVersion version : extractor.extract(record, 0, record.length)) {
            lines.add(line(version));
        }
        return lines;
    }

    private static Row invalid(Row problem) {
        return RowFactory.create(
                null, PreviewStatus.INVALID.text(), problem.getString(0), new Row[] {problem}, null, NONE, NONE);
    }

    private Row line(ObjectVersion version) {
        if (version instanceof ObjectVersion.Skipped skipped) {
            return RowFactory.create(
                    skipped.id(),
                    PreviewStatus.SKIPPED.text(),
                    skipped.problems().get(0).reason().code(),
                    problems(skipped.problems()),
                    null,
                    NONE,
                    NONE);
        }
        if (version instanceof ObjectVersion.LinksOnly only) {
            return RowFactory.create(
                    only.id(),
                    PreviewStatus.LINKS.text(),
                    null,
                    NONE,
                    null,
                    links(only.links()),
                    problems(only.warnings()));
        }
        return valid((ObjectVersion.Valid) version);
    }

    private Row valid(ObjectVersion.Valid object) {
        List<Row> warnings = new ArrayList<>(List.of(problems(object.warnings())));
        Object[] values = new Object[properties.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = object.values().get(i);
            values[i] = shown(value);
            if (value != null && values[i] == null) {
                warnings.add(problem(
                        "not_shown",
                        properties.get(i),
                        "number",
                        "The object gets this number; only the column of the preview is too small for it."));
            }
        }
        PreviewStatus status = object.isSupersededInRecord() ? PreviewStatus.SUPERSEDED : PreviewStatus.OBJECT;
        return RowFactory.create(
                object.id(),
                status.text(),
                null,
                NONE,
                RowFactory.create(values),
                links(object.links()),
                warnings.toArray(NONE));
    }

    /** A value as its column holds it; null also when it does not fit there. */
    private static Object shown(Object value) {
        if (value instanceof BigInteger number) {
            return number.bitLength() < Long.SIZE ? number.longValue() : null;
        }
        if (value instanceof BigDecimal number) {
            double nearest = number.doubleValue();
            return Double.isFinite(nearest) ? nearest : null;
        }
        if (value instanceof Instant instant) {
            return TimeUnit.SECONDS.toMicros(instant.getEpochSecond())
                    + TimeUnit.NANOSECONDS.toMicros(instant.getNano());
        }
        return value;
    }

    private static Row[] links(List<Links> links) {
        return links.stream()
                .map(link -> RowFactory.create(
                        link.relationship(),
                        link.identifiers().stream()
                                .map(identifier -> RowFactory.create(
                                        identifier.type() == null
                                                ? "id"
                                                : identifier.type().label(),
                                        identifier.value()))
                                .toArray(Row[]::new)))
                .toArray(Row[]::new);
    }

    private static Row[] problems(List<Problem> problems) {
        return problems.stream()
                .map(found -> problem(
                        found.reason().code(),
                        found.property(),
                        found.kind(),
                        found.reason().explanation()))
                .toArray(Row[]::new);
    }

    private static Row problem(String code, String property, String kind, String explanation) {
        return RowFactory.create(code, property, kind, explanation);
    }

    @Override
    public String toString() {
        return "PreviewLines";
    }
}
