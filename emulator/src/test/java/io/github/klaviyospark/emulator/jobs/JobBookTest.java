package io.github.klaviyospark.emulator.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.emulator.jobs.JobFate.End;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When jobs do their work, what they show of it, and how they are spoiled. */
final class JobBookTest {
    private static final String FAMILY = "profile-bulk-import-job";
    private static final long SECOND = 1_000_000_000;
    private static final long START = 5_000_000;

    private final AtomicLong nanos = new AtomicLong(77);
    private final AtomicLong ids = new AtomicLong();
    private final List<String> told = new ArrayList<>();

    private JobBook book(long lagNanos) {
        return new JobBook(
                lagNanos, nanos::get, () -> START + (nanos.get() - 77) / 1000, () -> "id-" + ids.incrementAndGet());
    }

    private Job add(JobBook book, Records work, JobFate fate) {
        return book.add(
                FAMILY,
                JobStatus.QUEUED,
                work,
                fate,
                job -> told.add(job.status().text()));
    }

    private Job find(JobBook book, String id) {
        book.settle();
        return book.find(FAMILY, id).orElseThrow();
    }

    @Test
    void withoutALagTheJobIsDoneWhenSomebodyLooksAndNotBefore() {
        JobBook book = book(0);
        Records work = new Records("a", "b");
        Job made = add(book, work, JobFate.USUAL);

        assertThat(made.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(made.total()).isEqualTo(2);
        assertThat(work.done).isEmpty();

        Job found = find(book, made.id());
        assertThat(found.status()).isEqualTo(JobStatus.COMPLETE);
        assertThat(found.completed()).isEqualTo(2);
        assertThat(found.completedAt()).isEqualTo(START);
        assertThat(work.done).containsExactly("a", "b");
        assertThat(told).containsExactly("queued", "processing", "complete");
    }

    @Test
    void aLagIsSpentQueuedAndThenProcessing() {
        JobBook book = book(10 * SECOND);
        Records work = new Records("a");
        String id = add(book, work, JobFate.USUAL).id();

        nanos.addAndGet(5 * SECOND - 1);
        assertThat(find(book, id).status()).isEqualTo(JobStatus.QUEUED);
        nanos.addAndGet(1);
        Job processing = find(book, id);
        assertThat(processing.status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(processing.startedAt()).isEqualTo(START + 5_000_000);
        assertThat(processing.completedAt()).isNull();
        assertThat(work.done).isEmpty();

        nanos.addAndGet(60 * SECOND);
        Job complete = find(book, id);
        assertThat(complete.status()).isEqualTo(JobStatus.COMPLETE);
        assertThat(complete.completedAt()).as("when it was due").isEqualTo(START + 10_000_000);
        assertThat(work.at).isEqualTo(START + 10_000_000);
    }

    @Test
    void jobsAreDoneInTheirOrderAndOnce() {
        JobBook book = book(SECOND);
        List<String> order = new ArrayList<>();
        for (String name : List.of("one", "two", "three")) {
            add(book, new Records(order, name), JobFate.USUAL);
            nanos.addAndGet(1);
        }
        nanos.addAndGet(2 * SECOND);
        book.settle();
        book.settle();

        assertThat(order).containsExactly("one", "two", "three");
    }

    @Test
    void aFamilyMayBeginProcessing() {
        JobBook book = book(10 * SECOND);
        Job made = book.add(FAMILY, JobStatus.PROCESSING, new Records("a"), JobFate.USUAL, job -> {});

        assertThat(made.status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(made.startedAt()).isEqualTo(START);
        assertThat(find(book, made.id()).status()).isEqualTo(JobStatus.PROCESSING);
    }

    @Test
    void recordsThatFailOrNeedNothingAreCountedApart() {
        JobBook book = book(0);
        Job made = add(book, new Records("a", "skip", "fail", "b"), JobFate.USUAL);
        Job job = find(book, made.id());

        assertThat(job.completed()).isEqualTo(2);
        assertThat(job.skipped()).isEqualTo(1);
        assertThat(job.failed()).isEqualTo(1);
        assertThat(job.errors())
                .containsExactly(new JobError("id-2", "wrong", "Wrong.", "It is wrong.", "/data/2", "payload of fail"));
    }

    @Test
    void aCancelledJobHasDoneWhatCameFirst() {
        JobBook book = book(0);
        Records work = new Records("a", "fail", "b", "c");
        Job job = find(book, add(book, work, JobFate.ending(End.CANCELLED, 3)).id());

        assertThat(job.status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.completed()).isEqualTo(2);
        assertThat(job.failed()).isEqualTo(1);
        assertThat(job.completedAt()).isNull();
        assertThat(work.done).containsExactly("a", "b");
    }

    @Test
    void aJobThatNeverEndsStaysOpenAndHoldsNobodyUp() {
        JobBook book = book(SECOND);
        Records stuck = new Records("a");
        String id = add(book, stuck, JobFate.ending(End.NEVER, 0)).id();
        Records other = new Records("b");
        add(book, other, JobFate.USUAL);
        nanos.addAndGet(1000 * SECOND);

        assertThat(find(book, id).status()).isEqualTo(JobStatus.PROCESSING);
        assertThat(stuck.done).isEmpty();
        assertThat(other.done).containsExactly("b");
        assertThat(book.open(FAMILY)).isEqualTo(1);
    }

    @Test
    void anExpiredJobIsDoneAndCannotBeFound() {
        JobBook book = book(0);
        Records work = new Records("a");
        String id = add(book, work, JobFate.ending(End.EXPIRED, 99)).id();
        book.settle();

        assertThat(book.find(FAMILY, id)).isEmpty();
        assertThat(work.done).containsExactly("a");
        assertThat(book.all()).singleElement().satisfies(job -> {
            assertThat(job.expired()).isTrue();
            assertThat(job.completed()).isEqualTo(1);
        });
    }

    @Test
    void everyJobExpiresAfterAWeek() {
        JobBook book = book(0);
        Job made = add(book, new Records("a"), JobFate.USUAL);
        assertThat(made.expiresAt()).isEqualTo(START + 7L * 86_400_000_000L);

        nanos.addAndGet(7L * 86_400 * SECOND - 1000);
        assertThat(find(book, made.id()).expired()).isFalse();
        nanos.addAndGet(1000);
        book.settle();
        assertThat(book.find(FAMILY, made.id())).isEmpty();
    }

    @Test
    void chosenRecordsFailAndTheOthersDoNot() {
        JobBook book = book(0);
        BitSet failing = new BitSet();
        failing.set(1);
        failing.set(7);
        Records named = new Records("a", "b", "fail");
        Records unnamed = new Records("a", "b", "fail");
        Job one = add(book, named, JobFate.failing(failing, JobFate.Errors.POINTING));
        Job other = add(book, unnamed, JobFate.failing(failing, JobFate.Errors.SILENT));

        assertThat(find(book, one.id()).errors()).extracting(JobError::pointer).containsExactly("/data/1", "/data/2");
        assertThat(named.done).containsExactly("a");
        List<JobError> errors = find(book, other.id()).errors();
        assertThat(errors).extracting(JobError::pointer).containsExactly("/data", "/data/2");
        assertThat(errors.get(0).payload()).isNull();
        assertThat(unnamed.done).containsExactly("a");
    }

    @Test
    void anotherFamilyDoesNotFindTheJob() {
        JobBook book = book(0);
        Job made = add(book, new Records("a"), JobFate.USUAL);

        assertThat(book.find("catalog-item-bulk-create-job", made.id())).isEmpty();
        assertThat(book.find(FAMILY, made.id())).isPresent();
        assertThat(book.open(FAMILY)).isEqualTo(1);
        book.clear();
        assertThat(book.find(FAMILY, made.id())).isEmpty();
        assertThat(book.open(FAMILY)).isZero();
    }

    /** Notes the records it is to carry out; two names say what becomes of them. */
    private static final class Records implements JobWork {
        private final List<String> names;
        private final List<String> done;
        private long at;

        Records(String... names) {
            this(new ArrayList<>(), names);
        }

        Records(List<String> done, String... names) {
            this.names = List.of(names);
            this.done = done;
        }

        @Override
        public int size() {
            return names.size();
        }

        @Override
        public List<Outcome> carryOut(List<Integer> records, long micros) {
            at = micros;
            return records.stream().map(names::get).map(this::carryOut).toList();
        }

        private Outcome carryOut(String name) {
            if (name.equals("fail")) {
                return Outcome.failed("wrong", "Wrong.", "It is wrong.");
            }
            if (name.equals("skip")) {
                return Outcome.SKIPPED;
            }
            done.add(name);
            return Outcome.DONE;
        }

        @Override
        public String pointer(int record) {
            return "/data/" + record;
        }

        @Override
        public Object payload(int record) {
            return "payload of " + names.get(record);
        }

        @Override
        public Map<String, List<String>> related() {
            return Map.of("names", names);
        }
    }
}
