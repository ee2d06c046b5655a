package io.github.klaviyospark.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Inputs that are sent one after the other, and the summary of those that were, however it ends. */
final class Delivery {

    private final List<Sending> sendings;
    private final SendSettings settings;
    private final PrintWriter out;

    Delivery(List<Sending> sendings, SendSettings settings, PrintWriter out) {
        this.sendings = sendings;
        this.settings = settings;
        this.out = out;
    }

    /** Sends all, and says whether no row was set aside. */
    boolean send(SparkSession spark, JobReport job) throws IOException {
        List<Report> sent = new ArrayList<>();
        int begun = 0;
        try (Stopping.Moving moving = Stopping.moving(spark)) {
            for (Sending sending : sendings) {
                moving.check();
                begun++;
                out.println();
                out.println("Sending " + sending.label() + " …");
                out.flush();
                Report report = sending.send(settings, job, out);
                sent.add(report);
                tell(report, out);
            }
        } finally {
            summarize(sent, sendings.subList(begun, sendings.size()));
        }
        return sent.stream().allMatch(report -> report.dead() == 0);
    }

    /** What was sent, and what of it was set aside. */
    static void tell(Report report, PrintWriter out) {
        out.println(report.requestTable());
        if (report.dead() > 0) {
            report.problems().forEach(out::println);
            out.println(Table.count(report.dead()) + " dead letters in " + report.deadLetters() + ".");
        }
        out.flush();
    }

    private void summarize(List<Report> sent, List<Sending> left) {
        if (!sent.isEmpty()) {
            out.println();
            out.println(Report.summary(sent));
            out.println();
            out.println(
                    "Accepted is what Klaviyo says at once; it processes records later, usually within 15 minutes.");
        }
        if (!left.isEmpty()) {
            out.println("Not begun: " + left.stream().map(Sending::name).collect(Collectors.joining(", ")) + ".");
        }
        out.flush();
    }
}
