package io.github.klaviyospark.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What is known of the objects of a type.
 *
 * @param objectType its title
 * @param expected objects that the rows should become, by their ids
 * @param looked how many of them were looked at
 * @param present have the values that were sent
 * @param failed do not, and the ingestion log says why
 * @param other are there with other values; nothing says why, perhaps they are not processed yet
 * @param absent are not there; nothing says why, perhaps they are not processed yet
 * @param skips objects that the rows should not become, for a reason that the preview shows
 * @param loggedSkips how many of these the log confirms
 * @param reasons the commonest entries of the log, with how many objects
 */
record Verified(
        String objectType,
        long expected,
        long looked,
        long present,
        long failed,
        long other,
        long absent,
        long skips,
        long loggedSkips,
        List<String> reasons) {

    /** Neither present nor failed. */
    long unproven() {
        return other + absent;
    }

    boolean isProven() {
        return failed == 0 && unproven() == 0;
    }

    /** Adds all of it to a report. */
    void addTo(ObjectNode report) {
        report.put("objectType", objectType)
                .put("expected", expected)
                .put("looked", looked)
                .put("present", present)
                .put("failed", failed)
                .put("unproven", unproven())
                .put("absent", absent)
                .put("toBeSkipped", skips)
                .put("loggedSkips", loggedSkips);
        reasons.forEach(report.withArray("log")::add);
    }

    static String table(List<Verified> all) {
        return Table.of(
                all,
                List.of(
                        Table.left("object type", Verified::objectType),
                        Table.right("expected", one -> Table.count(one.expected)),
                        Table.right("looked at", one -> Table.count(one.looked)),
                        Table.right("present", one -> Table.count(one.present)),
                        Table.right("failed", one -> Table.count(one.failed)),
                        Table.right("unproven", one -> Table.count(one.unproven())),
                        Table.right("of these absent", one -> Table.count(one.absent)),
                        Table.right("to be skipped", one -> Table.count(one.skips)),
                        Table.right("of these logged", one -> Table.count(one.loggedSkips))));
    }
}
