package io.github.klaviyospark.spark.pages;

import java.io.IOException;

/** Reads one kind of value. Stands at the value's first token when called and at its last when done. */
@FunctionalInterface
interface ValueReader {

    /** The value as Spark keeps it, or null. */
    Object read(Document document) throws IOException;
}
