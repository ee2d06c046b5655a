package io.github.klaviyospark.core.client;

/**
 * Makes something of an answer that means success. It belongs to the attempt: an answer that cannot be read is as good as
 * one that was lost on the way, and is asked for again where that is safe.
 *
 * @param <T> what the answer becomes
 */
@FunctionalInterface
public interface AnswerReader<T> {

    /**
     * Reads an answer.
     *
     * @throws UnreadableAnswerException when it is cut off or no answer of this operation
     */
    T read(KlaviyoResponse response) throws UnreadableAnswerException;
}
