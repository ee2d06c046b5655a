package io.github.klaviyospark.spark.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a chunk was going to hold, as it is kept beside the receipts of what must not be sent twice: rows that come in
 * other chunks later are told by it.
 *
 * @param ordinal the chunk's place among those of its writer
 * @param hash of the chunk's body and of the dead letters that go with it
 */
record PlannedChunk(long ordinal, String hash) {

    private static final Pattern NAME = Pattern.compile("(\\d{10})-([0-9a-f]{32})-planned");

    String name() {
        return "%010d-%s-planned".formatted(ordinal, hash);
    }

    /** What a name says; nothing when it is none of a planned chunk. */
    static Optional<PlannedChunk> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new PlannedChunk(Long.parseLong(matcher.group(1)), matcher.group(2)))
                : Optional.empty();
    }
}
