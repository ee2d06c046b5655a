package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.klaviyospark.spark.account.Account;
import io.github.klaviyospark.spark.options.WriteConf;
import io.github.klaviyospark.spark.rows.RecordForm;
import io.github.klaviyospark.spark.run.Run;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** What a job of a write is done for: a run, or an epoch of a stream. Lives on the driver. */
interface Commission {

    /** The options in force. */
    WriteConf conf();

    /** What rows become. */
    RecordForm form();

    /** The number of the epoch, if this is one. */
    OptionalLong epoch();

    /** Whether an earlier job began it. */
    boolean isResumed();

    /** Whether this is the first job of the query, the one that says what concerns them all. */
    boolean isFirst();

    /** An id that no other write has, for jobs that belong to no run. */
    String newId(Instant now);

    /**
     * Where rows go.
     *
     * @throws IOException when the account cannot be asked
     * @throws IllegalArgumentException when it knows no such place
     */
    Destination destination(Account account) throws IOException;

    /**
     * The run that keeps the receipts, once it is known where rows go; nothing when none are kept.
     *
     * @throws IllegalArgumentException when the run went elsewhere
     */
    Optional<Run> run(String id, Destination destination, Instant now, Configuration hadoop);

    /** Takes the figures, when every row has its place. */
    void settled(DeliveryReport report);

    /** Notes that every row has its place, when the report and the dead letters are durable. */
    void finish(Optional<Run> run) throws IOException;

    /** The report as it is kept in files. */
    default ObjectNode document(DeliveryReport report) {
        return ReportFile.document(report);
    }

    /** The figures that the driver shows beside those of tasks. */
    CustomTaskMetric[] metrics();
}
