package io.github.klaviyospark.spark.write;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a job's report is kept in. Safe for several threads. */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

    private final List<ReportFile> files = new ArrayList<>();
    private final Function<DeliveryReport, ObjectNode> form;

    /**
     * None so far.
     *
     * @param form what is put into a file
     */
    Reports(Function<DeliveryReport, ObjectNode> form) {
        this.form = form;
    }

    synchronized void add(ReportFile file) {
        files.add(file);
    }

    synchronized void write(DeliveryReport report) {
        ObjectNode document = form.apply(report);
        files.forEach(file -> file.write(document, report));
    }

    /** Writes what a failure must not hide, or what is not worth one. */
    void tryToWrite(DeliveryReport report) {
        try {
            write(report);
        } catch (RuntimeException e) {
            LOG.warn("The delivery report could not be written.", e);
        }
    }

    @Override
    public String toString() {
        return "Reports(" + files.size() + ")";
    }
}
