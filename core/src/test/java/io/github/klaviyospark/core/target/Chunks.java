package io.github.klaviyospark.core.target;

import io.github.klaviyospark.core.bulk.Chunk;
import io.github.klaviyospark.core.bulk.ChunkLimits;
import io.github.klaviyospark.core.bulk.Chunker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The requests that rows become. */
final class Chunks {

    private Chunks() {}

    /** Of so many rows at most. */
    static List<Chunk> of(Target target, List<byte[]> rows, int size) throws IOException {
        Chunker chunker = new Chunker(target, new ChunkLimits(size, 1_000_000, 1_000_000));
        List<Chunk> chunks = new ArrayList<>();
        for (byte[] row : rows) {
            Shaped shaped = target.shape(row);
            add(chunker.turnTo(shaped.envelope()), chunks);
            (shaped.group() == null ? chunker.beginRecord() : chunker.beginRecord(shaped.group()))
                    .write(shaped.record());
            add(chunker.endRecord(), chunks);
        }
        add(chunker.flush(), chunks);
        return chunks;
    }

    private static void add(Chunk chunk, List<Chunk> chunks) {
        if (chunk != null) {
            chunks.add(chunk);
        }
    }
}
