package io.github.klaviyospark.core.target;

import java.io.IOException;

/** A row that cannot become a record. The message names columns and says what is wrong, and holds no value of the row. */
public final class InvalidRowException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * For one column.
     *
     * @param reason what is wrong with it, as the end of a sentence that begins with the column
     */
    InvalidRowException(String column, String reason) {
        super("column " + column + " " + reason);
    }

    /** For a row whose columns do not go together. */
    InvalidRowException(String reason) {
        super(reason);
    }
}
