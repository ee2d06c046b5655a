package io.github.klaviyospark.spark.archive;

import io.github.klaviyospark.core.target.AmbiguousConsent;
import io.github.klaviyospark.core.target.AmbiguousConsentException;
import io.github.klaviyospark.core.target.Target;
import io.github.klaviyospark.spark.archive.ArchivedRows.UnfitValueException;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rows of one file, request by request. Requests that are for another target are counted and skipped. */
final class KlaviyoArchiveReader implements PartitionReader<InternalRow> {

    private static final Logger LOG = LoggerFactory.getLogger(KlaviyoArchiveReader.class);

    private final String file;
    private final Documents documents;
    private final Target target;
    private final AmbiguousConsent consent;
    private final ArchivedRows rows;
    private Iterator<byte[]> ofRequest = List.<byte[]>of().iterator();
    private InternalRow row;
    private long skipped;

    KlaviyoArchiveReader(String file, Documents documents, Target target, AmbiguousConsent consent, ArchivedRows rows) {
        this.file = file;
        this.documents = documents;
        this.target = target;
        this.consent = consent;
        this.rows = rows;
    }

    @Override
    public boolean next() throws IOException {
        while (!ofRequest.hasNext()) {
            byte[] document = documents.next();
            if (document == null) {
                logSkipped();
                return false;
            }
            List<byte[]> found = found(document);
            if (found.isEmpty()) {
                skipped++;
            }
            ofRequest = found.iterator();
        }
        row = row(ofRequest.next());
        return true;
    }

    private List<byte[]> found(byte[] document) {
        try {
            return target.rows(document, consent);
        } catch (AmbiguousConsentException e) {
            // Spark would show the cause beside this, which says the same.
            throw new IllegalArgumentException("Document " + documents.number() + " of the file " + file
                    + " does not say whether people agreed or left. " + e.getMessage()
                    + " Say what such requests of this archive did, with the option ambiguousConsent=given or"
                    + " ambiguousConsent=withdrawn, and read those that did the other by themselves.");
        }
    }

    private InternalRow row(byte[] json) throws IOException {
        try {
            return rows.row(json);
        } catch (UnfitValueException e) {
            // Spark would show the cause beside this, which says the same.
            throw new IllegalArgumentException("Document " + documents.number() + " of the file " + file
                    + " has a row that cannot be read: " + e.getMessage()
                    + ". Correct the file, or give the column a type that"
                    + " holds it, as in schema(\"" + e.wider() + ", …\").");
        }
    }

    private void logSkipped() {
        if (skipped > 0) {
            LOG.info(
                    "{} of {} documents of {} are no requests for {} and were skipped.",
                    skipped,
                    documents.number(),
                    file,
                    target);
        }
    }

    @Override
    public InternalRow get() {
        return row;
    }

    @Override
    public CustomTaskMetric[] currentMetricsValues() {
        return ArchiveMetrics.values(documents.number() - skipped, skipped);
    }

    @Override
    public void close() throws IOException {
        documents.close();
    }

    @Override
    public String toString() {
        return "KlaviyoArchiveReader(" + file + ")";
    }
}
