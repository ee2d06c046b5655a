package io.github.klaviyospark.spark.objects;

import io.github.klaviyospark.core.bulk.DataSourceRecords;
import java.io.Serializable;

/**
 * What one pack may hold.
 *
 * @param bytes of the record's JSON
 * @param rows how many
 */
record PackLimits(int bytes, int rows) implements Serializable {

    private static final int RECORD_BYTES =
            DataSourceRecords.into("none").limits().recordBytes();

    PackLimits {
        if (bytes < 1 || bytes > RECORD_BYTES || rows < 1) {
            throw new IllegalArgumentException("A pack cannot have " + bytes + " bytes and " + rows
                    + " rows. Allowed are 1 to " + RECORD_BYTES + " bytes, the most of a record, and 1 row or more.");
        }
    }
}
