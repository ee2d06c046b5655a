package io.github.klaviyospark.jobs;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How far Spark itself is, by its tasks, where nothing else is known. */
final class TaskSteps implements Supplier<Optional<Step>> {

    private final TaskFigures tasks;

    TaskSteps(TaskFigures tasks) {
        this.tasks = tasks;
    }

    @Override
    public Optional<Step> get() {
        return of(tasks);
    }

    static Optional<Step> of(TaskFigures tasks) {
        return tasks.tasks() == 0
                ? Optional.empty()
                : Optional.of(new Step(tasks.ended(), OptionalLong.of(tasks.tasks()), "tasks of Spark", ""));
    }
}
