/**
 * One request to Klaviyo and its answer: transport, authentication, revisions, errors and what is safe to repeat. Must
 * not know what a request is for: chunks, definitions and collections are other rooms. No type of a third party shows
 * in its public signatures.
 */
package io.github.klaviyospark.core.client;
