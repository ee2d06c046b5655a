package io.github.klaviyospark.spark.options;

import io.github.klaviyospark.core.collection.CollectionDescriptor;
import io.github.klaviyospark.core.collection.Collections;
import java.util.List;
import java.util.Optional;

/** The path that a read names, and what a user may have meant by one that cannot be read. */
final class ReadPath {

    private ReadPath() {}

    /**
     * The collection that is named.
     *
     * @throws IllegalArgumentException when there is none, or what stands for a resource cannot be an id
     */
    static CollectionDescriptor collection(Optional<String> path) {
        String readable = " Readable paths: " + String.join(", ", Collections.names()) + ".";
        String named = path.orElseThrow(() -> new IllegalArgumentException(
                "Nothing is named to be read. Name it in load, for example load(\"profiles\")." + readable));
        return Collections.find(named)
                .orElseThrow(() ->
                        new IllegalArgumentException("'" + named + "' cannot be read." + suggestion(named) + readable));
    }

    private static String suggestion(String named) {
        String bare = named.replaceFirst("^/?(api/)?", "").replaceFirst("/+$", "");
        List<String> parts = List.of(bare.split("/", -1));
        String shape = parts.size() < 2 ? bare : parts.get(0) + "/ID/" + parts.get(parts.size() - 1);
        return Collections.names().stream()
                .filter(known -> known.endsWith("/" + bare.replace('_', '-')))
                .filter(known -> !Collections.names().contains(bare))
                .findFirst()
                .map(Suggestion::of)
                .orElseGet(() -> Suggestion.of(shape, Collections.names()));
    }
}
