package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.jobs.Job;
import io.github.klaviyospark.emulator.jobs.JobBook;
import io.github.klaviyospark.emulator.jobs.JobFate;
import io.github.klaviyospark.emulator.jobs.JobWork;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The jobs of the account as operations see them: how many may be open, and what faults do to them. */
final class Jobs {
    /** Sets the ids made here apart from all others. */
    private static final long SALT = 0x6A6F6273L;

    /** What Klaviyo answers when too many jobs are open is unknown; this is how it answers when a quota is used up. */
    private static final int RETRY_SECONDS = 1;

    private final Ulids ids;
    private final JobBook book;
    private final FaultPlan faults;
    private final Map<JobFamily, Integer> mostOpen = new EnumMap<>(JobFamily.class);

    Jobs(Settings settings, FaultPlan faults) {
        this.ids = new Ulids(settings.seed ^ SALT);
        TimeSource time = settings.time;
        this.book = new JobBook(settings.jobLag.toNanos(), time::nanos, () -> Micros.of(time.wall()), ids::next);
        this.faults = faults;
        for (JobFamily family : JobFamily.values()) {
            mostOpen.put(family, settings.openJobs.getOrDefault(family, family.mostOpen()));
        }
    }

    /** Does all that is due; to be called before anything is looked at that a job may change. */
    void settle() {
        book.settle();
    }

    /**
     * Makes the job of a request that is in order.
     *
     * @param changed told at once, and whenever the job looks different
     * @return the job as the answer to the request shows it
     */
    synchronized Job make(Call call, JobFamily family, JobWork work, Consumer<Job> changed) throws Refusal {
        if (open(family) >= mostOpen.get(family)) {
            throw Refusal.throttled(RETRY_SECONDS);
        }
        JobFate fate = faults.drawFate(call.method() + " " + call.path(), family.operation(), work.size());
        return book.add(family.type(), family.first(), work, fate, changed);
    }

    /** All jobs that change a catalog count together: the document has one number for each of them and for the account. */
    private int open(JobFamily family) {
        return Arrays.stream(JobFamily.values())
                .filter(other -> other == family || (other.isOfCatalog() && family.isOfCatalog()))
                .mapToInt(other -> book.open(other.type()))
                .sum();
    }

    /** As the other, for jobs that nobody has to be told about. */
    Job make(Call call, JobFamily family, JobWork work) throws Refusal {
        return make(call, family, work, job -> {});
    }

    /** The job that a request asks for. */
    Job find(JobFamily family, String id) throws Refusal {
        return book.find(family.type(), id)
                .orElseThrow(() -> Refusal.notFound("A " + family.type() + " with id " + id + " does not exist."));
    }

    /** Every job there was, a line of JSON each, in the order in which they were made. */
    Stream<String> lines() {
        settle();
        return book.all().stream().map(JobJson::line);
    }

    void reset() {
        ids.restart();
        book.clear();
    }
}
