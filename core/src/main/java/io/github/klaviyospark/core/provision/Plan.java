package io.github.klaviyospark.core.provision;

import java.util.List;

/**
 * What is to be done to an account.
 *
 * @param steps in order; none when all is as the definition says
 */
public record Plan(List<Step> steps) {

    /** Copies the list. */
    public Plan {
        steps = List.copyOf(steps);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /** Properties and relationships that would be taken away from object types, each as {@code type.name}. */
    public List<String> drops() {
        return steps.stream()
                .flatMap(step -> step.drops().stream().map(name -> step.subject() + "." + name))
                .distinct()
                .toList();
    }
}
