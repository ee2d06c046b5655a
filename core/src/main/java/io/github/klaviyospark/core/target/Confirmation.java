package io.github.klaviyospark.core.target;

/**
 * What a user must say in so many words before rows are sent.
 *
 * @param word the value that the option {@code confirm} must have
 * @param why what would happen, as a sentence
 */
public record Confirmation(String word, String why) {}
