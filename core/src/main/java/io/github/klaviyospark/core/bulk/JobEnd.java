package io.github.klaviyospark.core.bulk;

import java.util.List;

/**
 * How a job ended, as far as one knows.
 *
 * @param job its id, or null
 * @param records records that it had
 * @param rejections those that it did not take, or may not have taken
 */
record JobEnd(String job, int records, List<Rejection> rejections) {

    static final JobEnd NONE = new JobEnd(null, 0, List.of());
}
