package io.github.klaviyospark.spark.compatibility;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The chunks that rows have to become on every attempt: those of a writer are the rows that Spark's hash gives it, sorted by
 * {@code id}, cut after so many.
 */
final class Chunks {

    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final Map<List<Long>, Place> places = new HashMap<>();

    private Chunks() {}

    /** Of rows with a column {@code id} of whole numbers, each of which is there once. */
    static Chunks of(Dataset<Row> rows, int writers, int records) {
        Map<Integer, List<Long>> byWriter = new TreeMap<>();
        rows.select("id")
                .repartition(writers, functions.col("id"))
                .selectExpr("spark_partition_id() AS writer", "id")
                .sort("writer", "id")
                .collectAsList()
                .forEach(row -> byWriter.computeIfAbsent(row.getInt(0), writer -> new ArrayList<>())
                        .add(row.getLong(1)));

        Chunks chunks = new Chunks();
        byWriter.forEach((writer, ids) -> {
            for (int from = 0; from < ids.size(); from += records) {
                List<Long> chunk = ids.subList(from, Math.min(ids.size(), from + records));
                chunks.places.put(List.copyOf(chunk), new Place(writer, from / records));
            }
        });
        return chunks;
    }

    int count() {
        return places.size();
    }

    /**
     * How often each chunk is in a ledger.
     *
     * @throws IllegalStateException when a request brought anything but such a chunk
     */
    Map<Place, Integer> sent(List<EmulatorProcess.Entry> ledger) {
        Map<String, List<Long>> requests = new LinkedHashMap<>();
        for (EmulatorProcess.Entry entry : ledger) {
            requests.computeIfAbsent(entry.request(), request -> new ArrayList<>())
                    .add(id(entry.record()));
        }
        Map<Place, Integer> sent = new TreeMap<>();
        requests.forEach((request, ids) -> {
            Place place = places.get(ids);
            if (place == null) {
                throw new IllegalStateException("Request " + request + " brought " + ids.size()
                        + " records that are no chunk, the first with id " + ids.get(0));
            }
            sent.merge(place, 1, Integer::sum);
        });
        return sent;
    }

    static long id(String record) {
        Matcher id = ID.matcher(record);
        if (!id.find()) {
            throw new IllegalStateException("A record without id");
        }
        return Long.parseLong(id.group(1));
    }

    @Override
    public String toString() {
        return "Chunks(" + count() + ")";
    }

    /** Where a chunk stands: its writer, and its place among those of the writer. */
    record Place(int writer, long ordinal) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::writer).thenComparingLong(Place::ordinal);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
