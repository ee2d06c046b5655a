package io.github.klaviyospark.core.page;

import io.github.klaviyospark.core.client.UnreadableAnswerException;

/**
 * Makes a page of a JSON:API document.
 *
 * @param <R> what a resource becomes
 */
@FunctionalInterface
public interface PageFormat<R> {

    /**
     * Reads a document. Called by one thread at a time, not always the same one.
     *
     * @throws UnreadableAnswerException when the document is cut off or no document of this kind; it is asked for again
     */
    Page<R> read(byte[] document) throws UnreadableAnswerException;
}
