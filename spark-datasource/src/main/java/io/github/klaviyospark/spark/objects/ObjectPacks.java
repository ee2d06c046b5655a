package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.spark.rows.ColumnPath;
import io.github.klaviyospark.spark.rows.SchemaCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Packs many rows into one record, so that a request carries thousands of small objects in the place of 500.
 *
 * <p><b>Experimental.</b> Klaviyo documents that {@code [*]} in the paths of a source mapping makes an object of each element
 * of an array; that it does so with arrays of thousands was never tried on a live account. Try it with a data source of its
 * own, and compare the objects.
 *
 * <pre>{@code
 * Dataset<Row> packs = ObjectPacks.by("pet_id").orderedBy("updated_at").pack(pets);
 * packs.write().format("klaviyo").option("dataSource", "shop.packs").option("writers", "input").mode("append").save();
 * }</pre>
 *
 * <p>The result has one column, {@code objects}, an array of the rows. In the definition every path begins with it:
 * {@code id: objects[*].pet_id}. Write it with {@code writers=input}, for Spark cannot bring arrays together, and without
 * {@code idField}, which is known here.
 *
 * <p>Of several rows with one id the last is packed, like {@code duplicates=last} of a write, because of the links: what one
 * record says of them is added up for each id.
 *
 * <p>A row that cannot be sent, and one that is larger than a pack, is a pack of its own, so that the write refuses it alone.
 * Rows whose id is null are packed like others; Klaviyo makes no object of them.
 */
public final class ObjectPacks {

    /** The most bytes of a pack unless it is said: the 512,000 of a record with a margin. */
    public static final int DEFAULT_BYTES = 500_000;

    /** The most rows of a pack unless it is said. */
    public static final int DEFAULT_ROWS = 5_000;

    private static final String COLUMN = "objects";

    private final String id;
    private final List<String> order;
    private final PackLimits limits;
    private final int packers;
    private final boolean keepsLast;

    private ObjectPacks(String id, List<String> order, PackLimits limits, int packers, boolean keepsLast) {
        this.id = id;
        this.order = List.copyOf(order);
        this.limits = limits;
        this.packers = packers;
        this.keepsLast = keepsLast;
    }

    /** Packs by the column that holds the ids of objects, or a member of a struct as {@code struct.member}. */
    public static ObjectPacks by(String idColumn) {
        return new ObjectPacks(idColumn, List.of(), new PackLimits(DEFAULT_BYTES, DEFAULT_ROWS), 1, true);
    }

    /** Packs rows with the default limits. */
    public static Dataset<Row> pack(Dataset<Row> rows, String idColumn) {
        return by(idColumn).pack(rows);
    }

    /** Says which of several rows with one id is last, nulls first; called again, the next column decides among equals. */
    public ObjectPacks orderedBy(String column) {
        List<String> more = new ArrayList<>(order);
        more.add(column);
        return new ObjectPacks(id, more, limits, packers, keepsLast);
    }

    /**
     * Packs all rows of an id, in order and in one pack unless they are more than it holds. Only for types without
     * relationships: what one record says of an id's links is added up, so an older row's links would stay.
     */
    public ObjectPacks keepingAll() {
        return new ObjectPacks(id, order, limits, packers, false);
    }

    /**
     * Sets the limits of a pack.
     *
     * @param bytes of JSON, at most the 512,000 of a record
     * @param rows at most so many
     * @throws IllegalArgumentException when they are out of range
     */
    public ObjectPacks limits(int bytes, int rows) {
        return new ObjectPacks(id, order, new PackLimits(bytes, rows), packers, keepsLast);
    }

    /**
     * Sets how many tasks pack, and so how many write: one unless it is said, which is what the bulk endpoint's quota needs.
     *
     * @throws IllegalArgumentException when it is not from 1 to 64
     */
    public ObjectPacks packers(int number) {
        if (number < 1 || number > 64) {
            throw new IllegalArgumentException(
                    "There cannot be " + number + " packers. Allowed are 1 to 64; 1 uses the whole usual quota.");
        }
        return new ObjectPacks(id, order, limits, number, keepsLast);
    }

    /**
     * Packs rows.
     *
     * @throws IllegalArgumentException when such rows cannot be written, or a column does not exist
     */
    public Dataset<Row> pack(Dataset<Row> rows) {
        StructType schema = rows.schema();
        SchemaCheck.check(schema);
        List<Column> sorting = new ArrayList<>();
        sorting.add(column(schema, id));
        order.forEach(name -> sorting.add(column(schema, name)));
        // Among rows that are equal so far the rest decides, so that every attempt makes the same packs.
        simple(schema, List.of(), sorting);
        return rows.repartition(packers, sorting.get(0))
                .sortWithinPartitions(sorting.toArray(Column[]::new))
                .mapPartitions(
                        new PackTask(schema, id, limits, keepsLast),
                        Encoders.row(new StructType().add(COLUMN, DataTypes.createArrayType(schema, false))));
    }

    private static Column column(StructType schema, String name) {
        return column(ColumnPath.find(schema, name)
                .orElseThrow(() -> new IllegalArgumentException("There is no column '" + name + "'. Columns: "
                        + Arrays.stream(schema.fields()).map(StructField::name).collect(Collectors.joining(", "))
                        + "."))
                .names());
    }

    private static Column column(List<String> path) {
        return functions.col(
                path.stream().map(part -> "`" + part.replace("`", "``") + "`").collect(Collectors.joining(".")));
    }

    private static void simple(StructType struct, List<String> path, List<Column> into) {
        for (StructField field : struct.fields()) {
            List<String> member = new ArrayList<>(path);
            member.add(field.name());
            switch (field.dataType().typeName()) {
                case "struct" -> simple((StructType) field.dataType(), member, into);
                case "array", "map", "variant" -> {}
                default -> into.add(column(member));
            }
        }
    }

    /** Names and limits. */
    @Override
    public String toString() {
        return "ObjectPacks(by " + id + ", " + limits + ")";
    }
}
