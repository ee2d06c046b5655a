package io.github.klaviyospark.core.bulk;

import java.util.List;

/**
 * A chunk of which every record is settled.
 *
 * @param receipt for what Klaviyo accepted
 * @param rejections the records that it did not, in order
 */
public record Delivered(Receipt receipt, List<Rejection> rejections) {}
