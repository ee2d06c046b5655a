package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.Holdings.Name;
import io.github.klaviyospark.emulator.collections.Resource;
import io.github.klaviyospark.emulator.collections.Table;
import io.github.klaviyospark.emulator.collections.Tables;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Puts resources into collections and shows what they hold, both as lines of JSON. */
final class Loading {
    /** Sets the ids made here apart from all others. */
    private static final long SALT = 0x7265736F75726365L;

    /** What goes wrong with records gets there by itself. */
    private static final Pattern LOG = Pattern.compile("object-types/([^/]+)/object-ingestion-logs");

    private final Holdings holdings;
    private final ProfileStore profiles;
    private final CustomObjects objects;
    private final TimeSource time;
    private final Ulids ids;

    Loading(long seed, Holdings holdings, ProfileStore profiles, CustomObjects objects, TimeSource time) {
        this.holdings = holdings;
        this.profiles = profiles;
        this.objects = objects;
        this.time = time;
        this.ids = new Ulids(seed ^ SALT);
    }

    /**
     * Adds resources, all or none; one with the id of another takes its place. Blank lines are passed over.
     *
     * @return their ids
     * @throws IllegalArgumentException when there is no such collection, or a line is not of it; tells its number, from one
     */
    synchronized List<String> add(String collection, List<String> lines) {
        if (collection.equals(Holdings.PROFILES)) {
            return profiles.add(lines);
        }
        if (LOG.matcher(collection).matches()) {
            throw new IllegalArgumentException("Nothing can be added to '" + collection
                    + "': send records that do not fit the schema, and what is wrong with them will be there.");
        }
        Table table = known(collection).table();
        Set<String> seen = new HashSet<>();
        List<Resource> added = new ArrayList<>();
        long now = Micros.of(time.wall());
        Supplier<String> free = () -> free(collection, seen);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            try {
                Resource resource = table.type().equals(CollectionRequest.PROFILE)
                        ? member(lines.get(i), now)
                        : ResourceLine.parse(lines.get(i), table, free, now);
                if (!seen.add(resource.id())) {
                    throw new IllegalArgumentException("the id '" + resource.id() + "' came before");
                }
                added.add(resource);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "Line " + (i + 1) + " is not one of '" + collection + "': " + e.getMessage() + ".", e);
            }
        }
        holdings.add(collection, added);
        return added.stream().map(Resource::id).toList();
    }

    private Member member(String text, long now) {
        Map<String, Object> line = ResourceLine.object(text, Set.of("id", Member.JOINED));
        String id = ResourceLine.id(line);
        if (id == null || profiles.view().find(id).isEmpty()) {
            throw new IllegalArgumentException("'id' is not that of a profile");
        }
        Object joined = line.get(Member.JOINED);
        try {
            return new Member(id, joined == null ? now : Micros.parse(String.valueOf(joined)), () -> profiles.view()
                    .find(id)
                    .orElseThrow());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + Member.JOINED + "' is wrong: " + e.getMessage(), e);
        }
    }

    private String free(String collection, Set<String> seen) {
        String id = ids.next();
        while (seen.contains(id) || holdings.at(collection).find(id).isPresent()) {
            id = ids.next();
        }
        return id;
    }

    /** All that a collection holds, a line each; the stream shows the moment of this call. */
    Stream<String> lines(String collection) {
        if (collection.equals(Holdings.PROFILES)) {
            return profiles.view().all().map(ProfileJson::line);
        }
        Matcher log = LOG.matcher(collection);
        if (log.matches()) {
            return objects.failures(log.group(1))
                    .orElseThrow(() -> new IllegalArgumentException("There is no collection '" + collection
                            + "', as there is no object type with the id '" + log.group(1) + "'."));
        }
        Table table = known(collection).table();
        return holdings.at(collection).all().map(resource -> ResourceLine.of(table, resource, holdings));
    }

    private Name known(String collection) {
        Name name = Holdings.name(collection)
                .orElseThrow(() -> new IllegalArgumentException("There is no collection '" + collection
                        + "'; there are: " + Holdings.PROFILES + ", "
                        + String.join(", ", Tables.all().keySet())
                        + "."));
        if (holdings.find(collection).isEmpty()) {
            throw new IllegalArgumentException("There is no collection '" + collection + "', as "
                    + name.table().parent().orElseThrow() + " has nothing with the id '" + name.parent() + "'.");
        }
        return name;
    }

    /** Forgets what was loaded. */
    synchronized void reset() {
        ids.restart();
        holdings.reset();
    }
}
