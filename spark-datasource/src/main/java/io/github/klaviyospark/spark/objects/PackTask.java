package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.spark.rows.ColumnPath;
import io.github.klaviyospark.spark.rows.RecordIds;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Packs a partition whose rows are sorted by their id. */
final class PackTask implements MapPartitionsFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private final StructType schema;
    private final String id;
    private final PackLimits limits;
    private final boolean keepsLast;

    PackTask(StructType schema, String id, PackLimits limits, boolean keepsLast) {
        this.schema = schema;
        this.id = id;
        this.limits = limits;
        this.keepsLast = keepsLast;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws IOException {
        RecordIds ids = new RecordIds(List.of(ColumnPath.find(schema, id).orElseThrow()));
        return new Packer(rows, new RowJson(schema), ids, limits, keepsLast);
    }

    @Override
    public String toString() {
        return "PackTask";
    }
}
