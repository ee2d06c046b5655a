package io.github.klaviyospark.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** Rows as a server gives them that takes its bounds loosely, which Klaviyo's has been seen to do. */
class WindowReaderTest {

    private static final CollectionDescriptor PROFILES =
            Collections.find("profiles").orElseThrow();
    private static final Window WINDOW = new Window(Instant.ofEpochSecond(1_000), Instant.ofEpochSecond(1_010));

    private static InternalRow row(String email, String id, Long micros) {
        return new GenericInternalRow(new Object[] {UTF8String.fromString(email), UTF8String.fromString(id), micros});
    }

    private static PartitionReader<InternalRow> reader(List<InternalRow> rows) {
        Iterator<InternalRow> left = rows.iterator();
        return new PartitionReader<>() {

            private InternalRow row;

            @Override
            public boolean next() {
                if (!left.hasNext()) {
                    return false;
                }
                row = left.next();
                return true;
            }

            @Override
            public InternalRow get() {
                return row;
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void takesTheRowsOfItsSecondsWithoutTheColumnsThatSaySo() throws IOException {
        StampedColumns columns =
                new StampedColumns(new StructType().add("email", DataTypes.StringType), PROFILES, "updated");
        assertThat(columns.all().fieldNames()).containsExactly("email", "id", "updated");

        List<String> taken = new ArrayList<>();
        try (WindowReader reader = new WindowReader(
                reader(List.of(
                        row("before", "1", 999_999_999L),
                        row("first", "2", 1_000_000_000L),
                        row("last", "3", 1_009_999_999L),
                        row("after", "4", 1_010_000_000L),
                        row("never", "5", null))),
                columns,
                Choice.of(WINDOW, columns),
                null)) {
            while (reader.next()) {
                assertThat(reader.get().numFields()).isEqualTo(1);
                taken.add(reader.get().getUTF8String(0).toString());
            }
        }

        assertThat(taken).containsExactly("first", "last");
    }

    @Test
    void knowsAVersionByIdAndTime() {
        StampedColumns columns = StampedColumns.only(PROFILES, "updated");
        GenericInternalRow row = new GenericInternalRow(new Object[] {UTF8String.fromString("a"), 5_000_000L});

        long key = columns.key(row);

        assertThat(columns.key(new GenericInternalRow(new Object[] {UTF8String.fromString("a"), 5_000_000L})))
                .isEqualTo(key);
        assertThat(columns.key(new GenericInternalRow(new Object[] {UTF8String.fromString("b"), 5_000_000L})))
                .isNotEqualTo(key);
        assertThat(columns.key(new GenericInternalRow(new Object[] {UTF8String.fromString("a"), 6_000_000L})))
                .isNotEqualTo(key);
    }
}
