package io.github.klaviyospark.spark.write;

import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingWrite;
import org.apache.spark.sql.types.StructType;

/**
 * One epoch of a stream while it runs, on the driver. Spark plans a write for each epoch and asks for this when it does so;
 * nothing is looked up before it runs the epoch. What happens then is what happens in a batch write.
 */
final class KlaviyoStreamingWrite implements StreamingWrite {

    private final EpochCommission commission;
    private final StructType schema;

    private KlaviyoBatchWrite job;

    KlaviyoStreamingWrite(EpochCommission commission, StructType schema) {
        this.commission = commission;
        this.schema = schema;
    }

    @Override
    public StreamingDataWriterFactory createStreamingWriterFactory(PhysicalWriteInfo info) {
        job = KlaviyoBatchWrite.begin(commission, schema);
        return new KlaviyoStreamingWriterFactory(job.createBatchWriterFactory(info), commission.number());
    }

    /** As in a batch write: what an attempt has sent stays sent. */
    @Override
    public boolean useCommitCoordinator() {
        return false;
    }

    @Override
    public void commit(long epochId, WriterCommitMessage[] messages) {
        commission.number().check(epochId);
        job.commit(messages);
    }

    @Override
    public void abort(long epochId, WriterCommitMessage[] messages) {
        if (job != null) {
            job.abort(messages);
        }
    }

    @Override
    public String toString() {
        return "KlaviyoStreamingWrite(" + commission.number().number() + ")";
    }
}
