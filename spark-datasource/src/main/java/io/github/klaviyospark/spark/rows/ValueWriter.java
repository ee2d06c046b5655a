package io.github.klaviyospark.spark.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;

/** Writes the value at a place of a row or an array; never called for null. */
@FunctionalInterface
interface ValueWriter {

    void write(JsonGenerator json, SpecializedGetters from, int ordinal) throws IOException;
}
