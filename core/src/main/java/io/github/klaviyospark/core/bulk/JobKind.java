package io.github.klaviyospark.core.bulk;

import io.github.klaviyospark.core.client.Operation;
import java.io.Serializable;

/**
 * A kind of job that a request makes and that can be asked how far it is.
 *
 * @param get the operation that asks for one job by its id
 * @param errors the operation that pages through the errors of a job; null where the job itself holds them
 * @param open how many such jobs an account may have open at a time
 */
public record JobKind(Operation get, Operation errors, int open) implements Serializable {

    private static final long serialVersionUID = 1L;

    /** A kind whose jobs hold their errors themselves, or have none. */
    public JobKind(Operation get, int open) {
        this(get, null, open);
    }
}
