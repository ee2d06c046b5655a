package io.github.klaviyospark.emulator;

import java.util.List;

/**
 * Takes records into a data source: all records of a request, or none of them.
 *
 * <p>Limits from {@code bulk_create_data_source_records} and {@code create_data_source_record}. Whether a record fits
 * an object schema is not looked at, as Klaviyo finds that out after its 204.
 */
final class RecordIngest {
    static final int MOST_RECORDS = 500;

    /** Klaviyo says 512 KB; the decimal kilobyte is the stricter. */
    static final int RECORD_BYTES = 512_000;

    private static final String RECORD = "data-source-record";

    private final DataSources sources;
    private final Ledger ledger;

    RecordIngest(DataSources sources, Ledger ledger) {
        this.sources = sources;
        this.ledger = ledger;
    }

    Answer bulk(Endpoint.Input input) throws Refusal {
        Shape data = job(input.document(), "data-source-record-bulk-create-job");
        Shape records = data.object("attributes")
                .only("data-source-records")
                .object("data-source-records")
                .only("data");
        List<Shape> items = records.objects("data");
        if (items.isEmpty() || items.size() > MOST_RECORDS) {
            throw Refusal.invalid(
                    "A request brings from 1 to " + MOST_RECORDS + " records, not " + items.size() + ".",
                    records.pointer("data"));
        }
        byte[][] accepted = new byte[items.size()][];
        for (int i = 0; i < accepted.length; i++) {
            accepted[i] = record(items.get(i));
        }
        return store(input, data, List.of(accepted));
    }

    Answer single(Endpoint.Input input) throws Refusal {
        Shape data = job(input.document(), "data-source-record-create-job");
        Shape item = data.object("attributes")
                .only(RECORD)
                .object(RECORD)
                .only("data")
                .object("data");
        return store(input, data, List.of(record(item)));
    }

    private static Shape job(Object document, String type) throws Refusal {
        return Shape.document(document, type).only("type", "attributes", "relationships");
    }

    private static byte[] record(Shape item) throws Refusal {
        Shape attributes = item.type(RECORD)
                .only("type", "attributes")
                .object("attributes")
                .only("record");
        RawJson record = attributes.raw("record");
        if (record.length() > RECORD_BYTES) {
            throw Refusal.invalid(
                    "A record may have at most " + RECORD_BYTES + " bytes; this one has " + record.length() + ".",
                    attributes.pointer("record"));
        }
        return record.copy();
    }

    private Answer store(Endpoint.Input input, Shape data, List<byte[]> records) throws Refusal {
        Shape source = data.object("relationships")
                .only("data-source")
                .object("data-source")
                .only("data")
                .object("data")
                .type("data-source")
                .only("type", "id");
        String id = source.text("id");
        if (sources.find(id).isEmpty()) {
            throw Refusal.invalid("A data source with id '" + id + "' does not exist.", source.pointer("id"));
        }
        ledger.append(id, input.call().id(), records);
        return Answer.noContent(records.size());
    }
}
