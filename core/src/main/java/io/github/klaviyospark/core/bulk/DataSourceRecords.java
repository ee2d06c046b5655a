package io.github.klaviyospark.core.bulk;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.klaviyospark.core.client.Operation;
import java.nio.charset.StandardCharsets;

/**
 * Records of a data source: the raw material of Custom Objects. At most 500 records, 4 MB a request and 512 KB a record
 * (operation {@code bulk_create_data_source_records}). The answer is 204 without a job, so a record is accepted and
 * nothing more is known.
 */
public final class DataSourceRecords implements RecordTarget {

    private static final long serialVersionUID = 1L;

    /** Bytes of a record's own JSON, in a bulk request or alone. */
    static final int RECORD_BYTES = 512_000;

    static final String RECORD_HEAD = "{\"type\":\"data-source-record\",\"attributes\":{\"record\":";
    static final String RECORD_TAIL = "}}";

    private static final ChunkLimits LIMITS = new ChunkLimits(500, 4_000_000, RECORD_BYTES);

    private final String dataSourceId;

    private DataSourceRecords(String dataSourceId) {
        this.dataSourceId = dataSourceId;
    }

    /** The records of the data source with this id. */
    public static DataSourceRecords into(String dataSourceId) {
        return new DataSourceRecords(dataSourceId);
    }

    @Override
    public Operation operation() {
        return Operation.BULK_CREATE_DATA_SOURCE_RECORDS;
    }

    @Override
    public ChunkLimits limits() {
        return LIMITS;
    }

    @Override
    public String recordsPointer() {
        return "/data/attributes/data-source-records/data";
    }

    @Override
    public byte[] recordHead() {
        return utf8(RECORD_HEAD);
    }

    @Override
    public byte[] recordTail() {
        return utf8(RECORD_TAIL);
    }

    @Override
    public Envelope envelope() {
        return Envelope.of(
                "{\"data\":{\"type\":\"data-source-record-bulk-create-job\","
                        + "\"attributes\":{\"data-source-records\":{\"data\":[",
                "]}}," + relationship(dataSourceId) + "}}");
    }

    /** The member that says which data source a request is for. */
    static String relationship(String dataSourceId) {
        String id = new String(JsonStringEncoder.getInstance().quoteAsString(dataSourceId));
        return "\"relationships\":{\"data-source\":{\"data\":{\"type\":\"data-source\",\"id\":\"" + id + "\"}}}";
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "DataSourceRecords(" + dataSourceId + ")";
    }
}
