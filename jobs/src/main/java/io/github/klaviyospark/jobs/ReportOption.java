package io.github.klaviyospark.jobs;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The report of a verb, and what is reported on. */
final class ReportOption {

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "Where to write what was done as JSON, when it ends or fails: a file on any Hadoop file system, such as"
                            + " s3a://shop/reports/pets.json. An older one is replaced.")
    private String file;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** What a verb does with a session. */
    @FunctionalInterface
    interface Job {

        /** Gives the exit code. */
        int run(SparkSession spark, JobReport report) throws IOException, InterruptedException;
    }

    int run(Job job) throws IOException, InterruptedException {
        try (JobSession session = JobSession.open(spec.name())) {
            JobReport report = JobReport.begin(spec.name(), file, session.spark());
            try {
                int exitCode = job.run(session.spark(), report);
                report.ended(exitCode);
                return exitCode;
            } catch (Exception e) {
                report.failed(e);
                throw e;
            }
        }
    }
}
