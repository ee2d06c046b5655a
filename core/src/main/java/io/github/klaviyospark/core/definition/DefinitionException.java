package io.github.klaviyospark.core.definition;

import java.util.List;

/** A definition breaks rules. The message lists all of them. */
public final class DefinitionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    DefinitionException(String subject, List<String> problems) {
        super(subject + " has " + (problems.size() == 1 ? "a problem" : problems.size() + " problems") + ":\n  - "
                + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, each with its place. */
    public List<String> problems() {
        return problems;
    }
}
