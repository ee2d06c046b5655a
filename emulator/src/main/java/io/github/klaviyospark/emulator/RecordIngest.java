package io.github.klaviyospark.emulator;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes records into a data source: all records of a request, or none of them.
 *
 * <p>Limits from {@code bulk_create_data_source_records} and {@code create_data_source_record}. Whether a record fits
 * an object schema makes no difference to the answer, as Klaviyo finds that out after its 204.
 */
final class RecordIngest {
    static final int MOST_RECORDS = 500;

    /** Klaviyo says 512 KB; the decimal kilobyte is the stricter. */
    static final int RECORD_BYTES = 512_000;

    private static final String RECORD = "data-source-record";

    private final DataSources sources;
    private final Ledger ledger;
    private final Runnable arrived;
    private final FaultPlan faults;

    /** {@code arrived} is told after each request whose records are in the ledger. */
    RecordIngest(DataSources sources, Ledger ledger, Runnable arrived, FaultPlan faults) {
        this.sources = sources;
        this.ledger = ledger;
        this.arrived = arrived;
        this.faults = faults;
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
        String source = source(data);
        List<byte[]> all = List.of(accepted);
        refusePoison(input.call(), Routes.BULK_INGEST, items, all);
        return store(input, source, all);
    }

    Answer single(Endpoint.Input input) throws Refusal {
        Shape data = job(input.document(), "data-source-record-create-job");
        Shape item = data.object("attributes")
                .only(RECORD)
                .object(RECORD)
                .only("data")
                .object("data");
        List<byte[]> records = List.of(record(item));
        String source = source(data);
        refusePoison(input.call(), Routes.SINGLE_INGEST, List.of(item), records);
        return store(input, source, records);
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

    private void refusePoison(Call call, String operation, List<Shape> items, List<byte[]> records) throws Refusal {
        Optional<Fault> poison =
                faults.drawPoison(call.method() + " " + call.path(), operation, fault -> records.stream()
                        .anyMatch(fault::poisons));
        if (poison.isEmpty()) {
            return;
        }
        Fault fault = poison.get();
        if (!fault.pointers()) {
            throw Refusal.poisoned(fault.status());
        }
        throw Refusal.poisoned(
                fault.status(),
                IntStream.range(0, records.size())
                        .filter(i -> fault.poisons(records.get(i)))
                        .mapToObj(i -> items.get(i).pointer("attributes") + "/record")
                        .toList());
    }

    private String source(Shape data) throws Refusal {
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
        return id;
    }

    private Answer store(Endpoint.Input input, String source, List<byte[]> records) {
        ledger.append(source, input.call().id(), records);
        arrived.run();
        return Answer.noContent(records.size());
    }
}
