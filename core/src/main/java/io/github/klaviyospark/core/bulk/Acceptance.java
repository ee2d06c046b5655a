package io.github.klaviyospark.core.bulk;

/**
 * What the answer to an accepted request says.
 *
 * @param requestId Klaviyo's id of the request, or null
 * @param job the id of the job that it made; null where it makes none
 */
record Acceptance(String requestId, String job) {}
