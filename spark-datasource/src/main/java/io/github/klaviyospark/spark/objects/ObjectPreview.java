package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.core.definition.Definition;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.mapping.ObjectMapping;
import io.github.klaviyospark.core.objects.PropertyNames;
import io.github.klaviyospark.spark.rows.SchemaCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Shows what objects rows will be, before anything is sent.
 *
 * <pre>{@code
 * Dataset<Row> preview = ObjectPreview.of(pets, "pets.yaml", "Pet");
 * preview.filter("status = 'skipped'").select("id", "problems").show();
 * ObjectPreview.counts(preview).show();
 * }</pre>
 *
 * <p>Each row is written as JSON as {@code format("klaviyo")} would send it, and read by the mapping as Klaviyo's documents
 * say. The columns:
 *
 * <ul>
 *   <li>{@code id} of the object; null when it could not be read
 *   <li>{@code status}: {@code object}; {@code skipped}; {@code links} when the row says nothing else of the object;
 *       {@code superseded} when the same row has the object once more; {@code invalid} when the row cannot be sent
 *   <li>{@code reason}: the first code of {@code problems}
 *   <li>{@code problems}: {@code code}, {@code property}, {@code kind} of JSON value, {@code explanation}
 *   <li>{@code properties} of the object, as their types have them: string, bigint, double, boolean, timestamp
 *   <li>{@code links}: {@code relationship}, and {@code identifiers} with {@code type} and {@code value}
 *   <li>{@code warnings}, like problems: identifiers that are not used, and numbers that are too large for their column
 * </ul>
 *
 * <p>A row that has no place for the object gives no line. Nothing is asked of Klaviyo, so whether a profile exists is not
 * known, nor what objects are there already. Lazy like any DataFrame, and no more than a row at a time is held.
 *
 * <p>Spark hands rows over with replacement characters in the place of bytes that are no UTF-8. Such a row is an object
 * here, and is refused by a write.
 */
public final class ObjectPreview {

    private static final DefinitionLimits ANY_PLAN = new DefinitionLimits(PropertyNames.MAX_PROPERTIES_LARGER_PLAN);

    private ObjectPreview() {}

    /**
     * What rows become by a mapping.
     *
     * @param rows as they would be written, each a record of the data source
     * @throws IllegalArgumentException when such rows cannot be written
     */
    public static Dataset<Row> of(Dataset<Row> rows, ObjectMapping mapping) {
        SchemaCheck.check(rows.schema());
        PreviewColumns columns = new PreviewColumns(mapping);
        return rows.mapPartitions(new PreviewTask(rows.schema(), mapping), Encoders.row(columns.made()))
                .selectExpr(columns.shown());
    }

    /**
     * What rows become by a definition.
     *
     * @param rows as they would be written, each a record of the data source
     * @param definition in YAML or JSON, or the path of a file with it on the driver
     * @param objectType the title of one of its object types
     * @throws IllegalArgumentException when such rows cannot be written, or the definition breaks rules or lacks the type
     * @throws UncheckedIOException when the file cannot be read
     */
    public static Dataset<Row> of(Dataset<Row> rows, String definition, String objectType) {
        Definition read = read(definition);
        ObjectDefinition object = read.object(objectType)
                .orElseThrow(() -> new IllegalArgumentException("The definition has no object type '" + objectType
                        + "'. Object types: "
                        + read.objects().stream().map(ObjectDefinition::title).collect(Collectors.joining(", "))
                        + "."));
        return of(rows, object.mapping());
    }

    private static Definition read(String definition) {
        // No definition has one line of YAML, and no sensible name of a file has two.
        if (definition.contains("\n") || definition.stripLeading().startsWith("{")) {
            return DefinitionFile.parse(definition, "the given text", ANY_PLAN);
        }
        try {
            return DefinitionFile.read(Path.of(definition), ANY_PLAN);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The definition cannot be read. Give the path of a file on the driver, or"
                            + " the text of a definition.",
                    e);
        }
    }

    /**
     * How many objects of a preview end how: {@code status}, {@code reason}, {@code property} and {@code objects}.
     * Beside those of the preview there are the statuses {@code warning}, with one object for each warning, and
     * {@code collision}, with the number of ids that several rows have: of these the row that is sent last counts.
     * {@code property} is that of the first problem.
     *
     * <p>Computes the preview twice; {@code cache()} it when that is dear. When properties of one object have several id
     * paths, a row's parts of an object count as several rows.
     */
    public static Dataset<Row> counts(Dataset<Row> preview) {
        Dataset<Row> kinds = preview.selectExpr("inline(concat("
                + "array(struct(status, reason, get(problems, 0).property AS property)), "
                + "transform(warnings, w -> struct('warning' AS status, w.code AS reason, w.property AS property))))");
        Dataset<Row> collisions = preview.filter("status = 'object'")
                .groupBy("id")
                .count()
                .filter("`count` > 1")
                .selectExpr("'collision' AS status", "CAST(NULL AS STRING) AS reason", "'id' AS property");
        return kinds.union(collisions)
                .groupBy("status", "reason", "property")
                .count()
                .toDF("status", "reason", "property", "objects")
                .orderBy("status", "reason", "property");
    }
}
