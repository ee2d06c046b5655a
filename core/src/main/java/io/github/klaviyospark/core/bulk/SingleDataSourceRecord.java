package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.Operation;
import java.nio.charset.StandardCharsets;

/**
 * Records of a data source, each in a request of its own (operation {@code create_data_source_record}): for the few that
 * are not worth one of the fifteen bulk requests of a minute. At most 512 KB a record; the answer is 204 without a job.
 */
public final class SingleDataSourceRecord implements RecordTarget {

    private static final long serialVersionUID = 1L;

    /** The bytes are those that any request of the API may have; one record never comes near them. */
    private static final ChunkLimits LIMITS = new ChunkLimits(1, 5_000_000, DataSourceRecords.RECORD_BYTES);

    private final String dataSourceId;

    private SingleDataSourceRecord(String dataSourceId) {
        this.dataSourceId = dataSourceId;
    }

    /** Records of the data source with this id, one by one. */
    public static SingleDataSourceRecord into(String dataSourceId) {
        return new SingleDataSourceRecord(dataSourceId);
    }

    @Override
    public Operation operation() {
        return Operation.CREATE_DATA_SOURCE_RECORD;
    }

    @Override
    public ChunkLimits limits() {
        return LIMITS;
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/data-source-record/data";
    }

    @Override
    public byte[] recordHead() {
        return utf8(DataSourceRecords.RECORD_HEAD);
    }

    @Override
    public byte[] recordTail() {
        return utf8(DataSourceRecords.RECORD_TAIL);
    }

    @Override
    public Envelope envelope() {
        return Envelope.of(
                "{\"data\":{\"type\":\"data-source-record-create-job\","
                        + "\"attributes\":{\"data-source-record\":{\"data\":",
                "}}," + DataSourceRecords.relationship(dataSourceId) + "}}");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "SingleDataSourceRecord(" + dataSourceId + ")";
    }
}
