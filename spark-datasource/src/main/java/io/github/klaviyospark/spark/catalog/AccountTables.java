package io.github.klaviyospark.spark.catalog;

import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Operation;
import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import io.github.klaviyospark.core.objects.IngestionFailure;
import io.github.klaviyospark.core.objects.IngestionLogs;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.ObjectTypes;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Tables about the account itself, each a handful of rows that one task asks for. */
enum AccountTables {
    /** The object types, with the names of their tables. */
    OBJECT_TYPES(
            "object_types",
            "id string, title string, table string, status string, current_schema_id string, draft_schema_id string,"
                    + " description string") {
        @Override
        void read(KlaviyoClient client, Consumer<InternalRow> rows) throws IOException {
            for (ObjectType type : new ObjectTypes(client).all()) {
                rows.accept(row(
                        type.id(),
                        type.title(),
                        ObjectDirectory.tableName(type.title()),
                        type.status().name().toLowerCase(Locale.ROOT),
                        type.currentSchemaId(),
                        type.draftSchemaId(),
                        type.description()));
            }
        }
    },

    /** What became no object, or not all of it, in the 14 days that Klaviyo keeps such entries. */
    INGESTION_LOGS(
            "ingestion_logs",
            "object_type_id string, object_type string, timestamp timestamp, status string, record_id string,"
                    + " problems array<struct<code: string, property: string>>") {
        @Override
        void read(KlaviyoClient client, Consumer<InternalRow> rows) throws IOException {
            Instant now = Instant.now();
            for (ObjectType type : new ObjectTypes(client).all()) {
                new IngestionLogs(client)
                        .visit(type.id(), now.minus(IngestionLogs.KEPT), now.plusSeconds(1), failure -> {
                            rows.accept(row(type, failure));
                            return true;
                        });
            }
        }
    },

    /** The quotas of the endpoints that the connector uses, as documented. */
    LIMITS("limits", "operation string, quota string, scope string") {
        @Override
        void read(KlaviyoClient client, Consumer<InternalRow> rows) {
            List<Operation> operations = new ArrayList<>(List.of(
                    Operation.BULK_CREATE_DATA_SOURCE_RECORDS,
                    Operation.CREATE_DATA_SOURCE_RECORD,
                    ObjectRecordDeletes.OPERATION,
                    Operation.GET_DATA_SOURCES,
                    Operation.CREATE_DATA_SOURCE));
            for (CollectionDescriptor collection : Collections.all()) {
                operations.add(collection.operation(List.of()));
            }
            operations.forEach(operation ->
                    rows.accept(row(operation.label(), operation.limits().toString(), operation.scope())));
        }
    };

    private final String label;
    private final StructType schema;

    AccountTables(String label, String columns) {
        this.label = label;
        this.schema = StructType.fromDDL(columns);
    }

    /** The name of the table. */
    String label() {
        return label;
    }

    StructType schema() {
        return schema;
    }

    /** Asks the account and hands over one row after the other. */
    abstract void read(KlaviyoClient client, Consumer<InternalRow> rows) throws IOException;

    private static InternalRow row(ObjectType type, IngestionFailure failure) {
        Object[] problems = failure.problems().stream()
                .map(problem -> row(problem.code(), problem.property()))
                .toArray();
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, failure.timestamp());
        return new GenericInternalRow(new Object[] {
            text(type.id()),
            text(type.title()),
            micros,
            text(failure.status()),
            text(failure.recordId()),
            new GenericArrayData(problems)
        });
    }

    private static InternalRow row(String... values) {
        Object[] texts = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            texts[i] = text(values[i]);
        }
        return new GenericInternalRow(texts);
    }

    private static UTF8String text(String value) {
        return value == null ? null : UTF8String.fromString(value);
    }
}
