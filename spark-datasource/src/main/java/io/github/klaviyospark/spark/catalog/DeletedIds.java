package io.github.klaviyospark.spark.catalog;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.github.klaviyospark.core.bulk.BulkSender;
import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.Chunker;
import io.github.klaviyospark.core.bulk.ObjectRecordDeletes;
import io.github.klaviyospark.core.client.KlaviyoClient;
import io.github.klaviyospark.core.client.Tally;
import io.github.klaviyospark.core.objects.ObjectRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/** The ids that a {@code DELETE} names. The API deletes by id and by nothing else. */
final class DeletedIds {

    private final Set<String> ids;

    private DeletedIds(Set<String> ids) {
        this.ids = ids;
    }

    /**
     * Reads conditions that all have to hold.
     *
     * @throws UnsupportedOperationException when they say more than which ids
     */
    static DeletedIds of(Predicate[] predicates, String idColumn) {
        Set<String> ids = null;
        for (Predicate predicate : predicates) {
            if (NamedIds.isAlways(predicate, idColumn)) {
                continue;
            }
            Set<String> named = NamedIds.of(predicate, idColumn).orElseThrow(() -> refusal(idColumn));
            if (ids == null) {
                ids = named;
            } else {
                ids.retainAll(named);
            }
        }
        if (ids == null) {
            throw refusal(idColumn);
        }
        return new DeletedIds(ids);
    }

    private static UnsupportedOperationException refusal(String idColumn) {
        return new UnsupportedOperationException(
                "Klaviyo deletes objects by their ids only: write DELETE … WHERE " + idColumn
                        + " = '…' or WHERE " + idColumn
                        + " IN ('…', …). To delete what a query finds, write its ids with"
                        + " df.write.format(\"klaviyo\").option(\"operation\", \"delete\") to object-types/TYPE/object-records.");
    }

    /** Deletes the objects and says how many ids were accepted. */
    long delete(KlaviyoClient client, String objectTypeId) throws IOException {
        ObjectRecordDeletes target = new ObjectRecordDeletes();
        Tally tally = new Tally();
        BulkSender sender = new BulkSender(client, target, tally);
        Chunker chunker = new Chunker(target, target.limits());
        for (String id : ids) {
            byte[] text = JsonStringEncoder.getInstance().quoteAsUTF8(ObjectRecords.id(objectTypeId, id));
            OutputStream out = chunker.beginRecord();
            out.write('"');
            out.write(text);
            out.write('"');
            send(sender, chunker, chunker.endRecord());
        }
        send(sender, chunker, chunker.flush());
        return tally.acceptedRecords();
    }

    private static void send(BulkSender sender, Chunker chunker, Chunk chunk) throws IOException {
        if (chunk != null) {
            sender.send(chunk);
            chunker.release(chunk);
        }
    }

    /** How many; an id may be a person's. */
    @Override
    public String toString() {
        return "DeletedIds(" + ids.size() + ")";
    }
}
