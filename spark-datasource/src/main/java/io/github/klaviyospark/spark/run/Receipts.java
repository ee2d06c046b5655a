package io.github.klaviyospark.spark.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receipts of one writer in a run: those that earlier attempts left, and those that it writes itself.
 *
 * <p>A receipt only counts for a chunk at the same place with the same content. Where there is one for other content, rows
 * have moved between chunks: what is sent now may be older or newer than what later receipts stand for, so these are
 * removed as well, before anything is sent. The same holds for a chunk without receipt where the order of chunks matters:
 * what is behind it must come after it.
 *
 * <p>Chunks are looked up in their order, by one thread; receipts are added by several.
 */
public final class Receipts {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);

    private final Folder folder;
    private final boolean isOrdered;
    private final boolean isRepeatable;
    private NavigableMap<Long, List<ChunkFacts>> earlier;
    private List<OpenChunk> open = List.of();
    private Map<Long, List<PlannedChunk>> planned = Map.of();

    private Receipts(Folder folder, boolean isOrdered, boolean isRepeatable) {
        this.folder = folder;
        this.isOrdered = isOrdered;
        this.isRepeatable = isRepeatable;
    }

    /**
     * Those in a folder. They are read when the first chunk asks, since an earlier attempt may still be about to end.
     *
     * @param isOrdered whether the order of chunks matters
     * @param isRepeatable whether a chunk may be sent again when nobody knows if it arrived
     */
    static Receipts in(Folder folder, boolean isOrdered, boolean isRepeatable) {
        return new Receipts(folder, isOrdered, isRepeatable);
    }

    /** Receipts that are forgotten, for a write that is no run. */
    public static Receipts none() {
        return new Receipts(null, false, true);
    }

    private NavigableMap<Long, List<ChunkFacts>> earlier() throws IOException {
        if (earlier == null) {
            NavigableMap<Long, List<ChunkFacts>> found = new TreeMap<>();
            List<String> names = folder == null ? List.of() : folder.names();
            planned = names.stream()
                    .flatMap(name -> PlannedChunk.parse(name).stream())
                    .collect(Collectors.groupingBy(PlannedChunk::ordinal));
            open = names.stream()
                    .flatMap(name -> OpenChunk.parse(name).stream())
                    .toList();
            for (String name : names) {
                ChunkFacts.parse(name)
                        .ifPresent(facts -> found.computeIfAbsent(facts.ordinal(), ordinal -> new ArrayList<>(1))
                                .add(facts));
            }
            if (!found.isEmpty()) {
                LOG.info("Earlier attempts left {} receipts in {}.", found.size(), folder);
            }
            earlier = found;
        }
        return earlier;
    }

    /**
     * The receipt of a chunk, when it needs not be sent.
     *
     * @throws IOException when receipts that no longer hold cannot be removed
     */
    public Optional<ChunkFacts> find(long ordinal, String hash) throws IOException {
        List<ChunkFacts> there = earlier().getOrDefault(ordinal, List.of());
        checkSame(ordinal, hash, there);
        boolean isSame = there.stream().allMatch(facts -> facts.hash().equals(hash));
        if (!there.isEmpty() && isSame) {
            earlier().remove(ordinal);
            return Optional.of(there.get(0));
        }
        if (!isSame || isOrdered) {
            removeFrom(ordinal);
        }
        return Optional.empty();
    }

    /**
     * What must not be sent twice is not sent in another chunk either.
     *
     * @throws IOException when the chunk at this place was another one before
     */
    private void checkSame(long ordinal, String hash, List<ChunkFacts> there) throws IOException {
        boolean isOther = there.stream().anyMatch(facts -> !facts.hash().equals(hash))
                || planned.getOrDefault(ordinal, List.of()).stream()
                        .anyMatch(chunk -> !chunk.hash().equals(hash));
        if (!isRepeatable && isOther) {
            throw new IOException(
                    "Chunk " + ordinal + " of this writer held other rows when the run began, and what was"
                            + " sent then must not be sent again in another chunk. Continue the run over the same rows, or start a"
                            + " new run with those that are not in Klaviyo yet.");
        }
    }

    /** The job that an earlier attempt made of a chunk. Asked for after {@link #find}. */
    public Optional<OpenChunk> open(long ordinal, String hash) {
        return open.stream()
                .filter(chunk -> chunk.ordinal() == ordinal && chunk.hash().equals(hash))
                .findFirst();
    }

    /** Notes what a chunk holds that must not be sent twice, before any later one is begun. */
    public void plan(long ordinal, String hash) throws IOException {
        if (folder != null) {
            folder.mark(new PlannedChunk(ordinal, hash).name());
        }
    }

    /**
     * Takes a chunk that must not be sent twice. Two attempts may be at work at a time, when Spark runs a task again that
     * it has lost sight of; a chunk that was taken and has neither job nor receipt may have been sent.
     *
     * @return whether it is this attempt that may send it
     */
    public boolean claim(long ordinal) throws IOException {
        return folder == null || folder.claim(claimed(ordinal));
    }

    /** Gives a chunk back of which it is certain that nothing was taken. */
    public void unclaim(long ordinal) throws IOException {
        if (folder != null) {
            folder.delete(claimed(ordinal));
        }
    }

    private static String claimed(long ordinal) {
        return "%010d-claimed".formatted(ordinal);
    }

    /** The receipt that another attempt has left for a chunk meanwhile. */
    public Optional<ChunkFacts> lately(long ordinal, String hash) throws IOException {
        return folder == null
                ? Optional.empty()
                : folder.names().stream()
                        .flatMap(name -> ChunkFacts.parse(name).stream())
                        .filter(facts ->
                                facts.ordinal() == ordinal && facts.hash().equals(hash))
                        .findFirst();
    }

    /** Notes that a job was made of a chunk. */
    public void add(OpenChunk chunk) throws IOException {
        if (folder != null) {
            folder.mark(chunk.name());
        }
    }

    // Backwards: whatever ends this in the middle, what is left is a beginning.
    private void removeFrom(long ordinal) throws IOException {
        while (!earlier().isEmpty() && earlier().lastKey() >= ordinal) {
            for (ChunkFacts facts : earlier().lastEntry().getValue()) {
                folder.delete(facts.name());
            }
            earlier().pollLastEntry();
        }
        for (OpenChunk chunk : open) {
            if (chunk.ordinal() >= ordinal && isRepeatable) {
                folder.delete(chunk.name());
            }
        }
        open = open.stream()
                .filter(chunk -> chunk.ordinal() < ordinal || !isRepeatable)
                .toList();
    }

    /** Notes that a chunk is settled. Its dead letters must be durable before. */
    public void add(ChunkFacts facts) throws IOException {
        if (folder != null) {
            folder.mark(facts.name());
        }
    }

    /** Removes what earlier attempts left for chunks that there are no longer. */
    public void removeRest() throws IOException {
        removeFrom(0);
    }

    @Override
    public String toString() {
        return "Receipts(" + folder + ")";
    }
}
