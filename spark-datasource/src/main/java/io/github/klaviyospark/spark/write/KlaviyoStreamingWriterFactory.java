package io.github.klaviyospark.spark.write;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;

/** The writers of a job, for an epoch. */
final class KlaviyoStreamingWriterFactory implements StreamingDataWriterFactory {

    private static final long serialVersionUID = 1L;

    private final DataWriterFactory writers;
    private final String query;
    private final long epoch;

    KlaviyoStreamingWriterFactory(DataWriterFactory writers, Epoch epoch) {
        this.writers = writers;
        this.query = epoch.query();
        this.epoch = epoch.number();
    }

    @Override
    public DataWriter<InternalRow> createWriter(int partitionId, long taskId, long epochId) {
        new Epoch(query, epoch).check(epochId);
        return writers.createWriter(partitionId, taskId);
    }

    @Override
    public String toString() {
        return "KlaviyoStreamingWriterFactory(" + epoch + ")";
    }
}
