package io.github.klaviyospark.spark.run;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chunk of which a job was made, as it is kept until its receipt is there. All of it is the name of an empty file,
 * beside the receipts.
 *
 * @param ordinal the chunk's place among those of its writer
 * @param hash of the chunk's body and of the dead letters that go with it
 * @param job the job
 */
public record OpenChunk(long ordinal, String hash, String job) {

    private static final Pattern NAME = Pattern.compile("(\\d{10})-([0-9a-f]{32})-open-((?:[0-9a-f]{2})+)");

    String name() {
        return "%010d-%s-open-%s"
                .formatted(ordinal, hash, HexFormat.of().formatHex(job.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a name says; nothing when it is none of an open chunk. */
    static Optional<OpenChunk> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new OpenChunk(
                        Long.parseLong(matcher.group(1)),
                        matcher.group(2),
                        new String(HexFormat.of().parseHex(matcher.group(3)), StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
