package io.github.klaviyospark.spark.write;

import io.github.klaviyospark.core.bulk.Breaker;
import io.github.klaviyospark.core.bulk.BulkTarget;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.JobPatience;
import io.github.klaviyospark.core.bulk.RecordTarget;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.ColumnPath;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.rows.RecordIds;
import io.github.klaviyospark.spark.rows.RowEncoder;
import io.github.klaviyospark.spark.run.DeadLetters;
import io.github.klaviyospark.spark.run.Receipts;
import io.github.klaviyospark.spark.run.Run;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** What tasks need to know of a write. Holds no key and nothing else that only the driver may see. */
final class WritePlan implements Serializable {

    private static final long serialVersionUID = 1L;

    private final BulkTarget target;
    private final RecordForm form;
    private final StructType schema;
    private final ChunkLimits wanted;
    private final boolean omitNulls;
    private final String[] idFields;
    private final boolean keepsLast;
    private final Duration maxJobWait;
    private final int inFlight;
    private final boolean setsAside;
    private final int maxDeadLetters;
    private final Run run;
    private final DeadLetters deadLetters;

    /**
     * Makes a plan.
     *
     * @param run the run that this is a job of, or null
     * @param deadLetters where rows are put that are set aside, or null when none are
     */
    WritePlan(WriteConf conf, StructType schema, Destination destination, Run run, DeadLetters deadLetters) {
        this.target = destination.target();
        this.form = destination.form();
        this.schema = conf.target().map(to -> TargetColumns.named(schema, to)).orElse(schema);
        this.maxJobWait = conf.maxJobWait();
        this.wanted = conf.chunkLimits();
        this.omitNulls = conf.omitsNulls();
        this.idFields = conf.idFields().toArray(new String[0]);
        this.keepsLast = conf.keepsLast();
        this.inFlight = conf.inFlight();
        this.setsAside = conf.setsAside();
        this.maxDeadLetters = conf.maxDeadLetters();
        this.run = run;
        this.deadLetters = deadLetters;
    }

    BulkTarget target() {
        return target;
    }

    /** The limits of a chunk, those of the endpoint included. */
    ChunkLimits limits() {
        return target.limits().and(wanted);
    }

    Chunker chunker() {
        return target instanceof RecordTarget records ? new Chunker(records, wanted) : new Chunker(target, wanted);
    }

    /** What shapes rows, when they are not records as they are. */
    Optional<Target> shaper() {
        return target instanceof Target shaper ? Optional.of(shaper) : Optional.empty();
    }

    /** How long jobs are waited for. */
    JobPatience patience() {
        return JobPatience.of(maxJobWait);
    }

    /** Whether a request may be sent again when nobody knows if it arrived. */
    boolean isRepeatable() {
        return target.operation().repeatable();
    }

    RowEncoder encoder() throws IOException {
        return RowEncoder.of(form, schema, omitNulls);
    }

    /** Writes rows that are set aside. */
    RowEncoder lenientEncoder() throws IOException {
        return RowEncoder.lenient(schema);
    }

    /** Reads ids; nothing when rows have none. */
    Optional<RecordIds> ids() {
        if (idFields.length == 0) {
            return Optional.empty();
        }
        List<ColumnPath> paths = Clustering.paths(schema, "idField", List.of(idFields));
        return Optional.of(new RecordIds(paths));
    }

    boolean keepsLast() {
        return keepsLast;
    }

    int inFlight() {
        return inFlight;
    }

    /** Whether rows that cannot be sent are set aside; when not, the first of them fails the job. */
    boolean setsAside() {
        return setsAside;
    }

    Breaker breaker() {
        return new Breaker(maxDeadLetters);
    }

    /** The run, if this is a job of one. */
    Optional<Run> run() {
        return Optional.ofNullable(run);
    }

    /** Whether a later chunk must not be sent before an earlier one. */
    private boolean isOrdered() {
        return idFields.length > 0 && !keepsLast;
    }

    Receipts receipts(int writer) {
        return run == null ? Receipts.none() : run.receipts(writer, isOrdered(), isRepeatable());
    }

    /** Where an attempt puts its dead letters, if anywhere. */
    Optional<DeadLetters.Place> deadLetters(int writer, String attempt) {
        return Optional.ofNullable(deadLetters).map(letters -> letters.of(writer, attempt));
    }

    /** How to go on after a failure, as the end of a message. */
    String hint() {
        return run == null
                ? "Running again sends all rows again; with runPath set, a run can be continued."
                : run.hint();
    }

    @Override
    public String toString() {
        return "WritePlan(" + target + ")";
    }
}
