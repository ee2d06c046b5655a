package io.github.klaviyospark.spark.run;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A receipt as it is kept: a chunk of which every row is accepted or a durable dead letter. All of it is the name of an
 * empty file, which is there whole or not at all, and of which a listing reads a hundred thousand without opening one.
 *
 * @param ordinal the chunk's place among those of its writer
 * @param hash of the chunk's body and of the dead letters that go with it
 * @param accepted records that Klaviyo accepted
 * @param dead rows that became dead letters, those found invalid before this chunk was full included
 * @param superseded rows before the end of this chunk that a later one of the same id took the place of
 * @param bytes bytes of the accepted requests
 * @param requests requests that it took
 * @param attempt the attempt that settled it, whose dead letters count
 */
public record ChunkFacts(
        long ordinal, String hash, int accepted, int dead, long superseded, long bytes, int requests, String attempt) {

    private static final Pattern NAME = Pattern.compile(
            "(\\d{10})-([0-9a-f]{32})-a(\\d{1,9})-d(\\d{1,9})-s(\\d{1,18})-b(\\d{1,18})-r(\\d{1,9})-([0-9a-f]{8})");

    String name() {
        return "%010d-%s-a%d-d%d-s%d-b%d-r%d-%s"
                .formatted(ordinal, hash, accepted, dead, superseded, bytes, requests, attempt);
    }

    /** What a name says; nothing when it is no receipt's. */
    static Optional<ChunkFacts> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ChunkFacts(
                Long.parseLong(matcher.group(1)),
                matcher.group(2),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Long.parseLong(matcher.group(5)),
                Long.parseLong(matcher.group(6)),
                Integer.parseInt(matcher.group(7)),
                matcher.group(8)));
    }
}
