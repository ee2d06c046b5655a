package io.github.klaviyospark.jobs;

import io.github.klaviyospark.core.time.Clock;
import io.github.klaviyospark.spark.metrics.ReadMetrics;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How far a read of Klaviyo is. Klaviyo does not say how many there are, so only a limit tells what is left. */
final class ReadSteps implements Supplier<Optional<Step>> {

    private static final Duration SETTLED = Duration.ofSeconds(10);

    private final TaskFigures tasks;
    private final OptionalLong limit;
    private final Clock clock;
    private final long start;

    ReadSteps(TaskFigures tasks, OptionalLong limit, Clock clock) {
        this.tasks = tasks;
        this.limit = limit;
        this.clock = clock;
        this.start = clock.nanoTime();
    }

    @Override
    public Optional<Step> get() {
        long rows = tasks.sum(new ReadMetrics.Rows());
        long requests = tasks.sum(new ReadMetrics.Requests());
        if (requests == 0) {
            return Optional.empty();
        }
        OptionalLong total = limit.isPresent() && limit.getAsLong() >= rows ? limit : OptionalLong.empty();
        String words =
                Table.count(tasks.sum(new ReadMetrics.Pages())) + " pages, " + Table.count(requests) + " requests"
                        + Pace.left(clock.nanoTime() - start, rows, total, SETTLED)
                                .map(left -> ", about " + left + " left")
                                .orElse("");
        return Optional.of(new Step(rows, total, "rows", words));
    }
}
