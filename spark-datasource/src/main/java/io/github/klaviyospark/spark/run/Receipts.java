package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The receipts of one writer in a run: those that earlier attempts left, and those that it writes itself.
 *
 * <p>A receipt only counts for a chunk at the same place with the same content. One that is there for other content is
 * removed before anything of the new chunk is sent: rows have moved between chunks, and what a receipt stands for must be
 * what the dead letters of that place stand for.
 *
 * <p>Safe for several threads.
 */
public final class Receipts {

    private final Folder folder;
    private final Map<Long, List<ChunkFacts>> earlier = new HashMap<>();

    private Receipts(Folder folder) {
        this.folder = folder;
    }

    static Receipts load(Folder folder) throws IOException {
        Receipts receipts = new Receipts(folder);
        for (String name : folder.names()) {
            ChunkFacts.parse(name).ifPresent(facts -> receipts.earlier
                    .computeIfAbsent(facts.ordinal(), ordinal -> new ArrayList<>(1))
                    .add(facts));
        }
        return receipts;
    }

    /** Receipts that are forgotten, for a write that is no run. */
    public static Receipts none() {
        return new Receipts(null);
    }

    /**
     * The receipt of a chunk, when it needs not be sent.
     *
     * @throws IOException when receipts of other content cannot be removed
     */
    public synchronized Optional<ChunkFacts> find(long ordinal, String hash) throws IOException {
        ChunkFacts found = null;
        List<ChunkFacts> there = earlier.getOrDefault(ordinal, List.of());
        for (ChunkFacts facts : there) {
            if (facts.hash().equals(hash) && there.size() == 1) {
                found = facts;
            } else {
                folder.delete(facts.name());
            }
        }
        earlier.remove(ordinal);
        return Optional.ofNullable(found);
    }

    /** Notes that a chunk is settled. Its dead letters must be durable before. */
    public void add(ChunkFacts facts) throws IOException {
        if (folder != null) {
            folder.mark(facts.name());
        }
    }

    /** Removes what earlier attempts left for chunks that there are no longer. */
    public synchronized void removeRest() throws IOException {
        for (List<ChunkFacts> rest : earlier.values()) {
            for (ChunkFacts facts : rest) {
                folder.delete(facts.name());
            }
        }
        earlier.clear();
    }

    /** How many receipts earlier attempts left that were not asked for so far. */
    public synchronized int remaining() {
        return earlier.size();
    }

    @Override
    public String toString() {
        return "Receipts(" + folder + ")";
    }
}
