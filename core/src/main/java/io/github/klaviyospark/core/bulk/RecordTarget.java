package io.github.klaviyospark.core.bulk;

/** A target all of whose records have the same envelope. */
public interface RecordTarget extends BulkTarget {

    /** What is around the records of each request. */
    Envelope envelope();
}
