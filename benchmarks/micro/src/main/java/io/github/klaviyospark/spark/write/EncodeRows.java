package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.DataSourceRecords;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.RecordForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.StructsToJson;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Rows of Spark into the buffer of a chunk, envelope included; an operation is a row.
 *
 * <p>The limit is Jackson's generator with calls written by hand for these columns, of plain values that need no conversion,
 * into one array. It has neither Spark's rows nor chunks, and dates and times are texts before it begins. Spark's own
 * {@code to_json} stops at a {@link UTF8String} for each row.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(EncodeRows.ROWS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeRows {

    /** As many as a chunk holds. */
    static final int ROWS = 500;

    private static final ObjectMapper EXACT =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** The kind of rows: flat, nested or text. */
    @Param({"flat", "nested", "text"})
    public String shape;

    private RowShape of;
    private final InternalRow[] rows = new InternalRow[ROWS];
    private final InternalRow[] wrapped = new InternalRow[ROWS];
    private Packing packing;
    private StructsToJson toJson;
    private Buffer buffer;
    private JsonGenerator generator;

    /** Makes the rows, and looks whether all ways give the same JSON. */
    @Setup
    public void prepare() throws IOException {
        of = RowShape.of(shape, ROWS);
        StructType schema = of.schema();
        StructType column = new StructType().add("row", schema, false);
        UnsafeProjection bare = UnsafeProjection.create(schema);
        UnsafeProjection asColumn = UnsafeProjection.create(column);
        for (int i = 0; i < ROWS; i++) {
            rows[i] = bare.apply(of.row(i)).copy();
            wrapped[i] = asColumn.apply(RowShape.struct(of.row(i))).copy();
        }
        packing = packing(schema);
        toJson = new StructsToJson(
                scala.collection.immutable.Map$.MODULE$.empty(),
                new BoundReference(0, schema, false),
                scala.Option.apply("UTC"));
        buffer = new Buffer();
        generator = JsonFactory.builder()
                .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                .build()
                .createGenerator(buffer);
        generator.enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
        generator.setRootValueSeparator(null);
        check(schema);
    }

    private static Packing packing(StructType schema) throws IOException {
        WriteConf conf = WriteConf.of(Map.of("path", "data-source-records", "dataSource", "benchmark"), Map.of());
        Destination destination = new Destination(
                "dataSource",
                null,
                "benchmark",
                DataSourceRecords.into("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
                RecordForm.COLUMNS);
        WritePlan plan = new WritePlan(conf, schema, destination, null, null);
        return new Packing(plan, Packing.InvalidRows.FAIL, new Breaker(0), Optional.empty());
    }

    private void check(StructType schema) throws IOException {
        Packing fresh = packing(schema);
        for (InternalRow row : rows) {
            fresh.add(row);
        }
        Chunk chunk = fresh.end().chunk().orElseThrow();
        for (int i = 0; i < ROWS; i++) {
            byte[] record = chunk.record(i);
            buffer.reset();
            of.write(generator, i);
            generator.flush();
            require(Arrays.equals(record, buffer.toByteArray()), "The limit writes other bytes");
            byte[] ofSpark = ((UTF8String) toJson.eval(wrapped[i])).getBytes();
            require(EXACT.readTree(record).equals(EXACT.readTree(ofSpark)), "Spark writes other JSON");
        }
        buffer.reset();
    }

    private static void require(boolean isSame, String otherwise) {
        if (!isSame) {
            throw new IllegalStateException(otherwise + " than the connector.");
        }
    }

    /** What a task does with its rows until a chunk is full. */
    @Benchmark
    public int connector() throws IOException {
        int bytes = 0;
        for (InternalRow row : rows) {
            for (Parcel parcel : packing.add(row)) {
                Chunk chunk = parcel.chunk().orElseThrow();
                bytes += chunk.length();
                packing.release(chunk);
            }
        }
        return bytes;
    }

    /** Spark's expression, on rows in Spark's own format. */
    @Benchmark
    public int toJson() {
        int bytes = 0;
        for (InternalRow row : wrapped) {
            bytes += ((UTF8String) toJson.eval(row)).numBytes();
        }
        return bytes;
    }

    /** The limit. */
    @Benchmark
    public int rawGenerator() throws IOException {
        buffer.reset();
        for (int i = 0; i < ROWS; i++) {
            of.write(generator, i);
        }
        generator.flush();
        return buffer.size();
    }

    /** Without the locks of its parent. */
    private static final class Buffer extends ByteArrayOutputStream {

        private Buffer() {
            super(1 << 22);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public void write(byte[] bytes, int offset, int length) {
            System.arraycopy(bytes, offset, buf, count, length);
            count += length;
        }
    }
}
