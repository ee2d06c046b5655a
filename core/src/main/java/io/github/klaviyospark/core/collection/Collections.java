package io.github.klaviyospark.core.collection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The collections that can be read. */
public final class Collections {

    private static final List<String> NAMES = List.of("profiles");

    private static final Map<String, CollectionDescriptor> ALL = NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(), name -> new CollectionDescriptor(DescriptorFile.of(name))));

    private static final CollectionDescriptor OBJECTS = new CollectionDescriptor(DescriptorFile.of("object-records"));

    private Collections() {}

    /** A collection by the path under which it is read. */
    public static Optional<CollectionDescriptor> find(String path) {
        return Optional.ofNullable(ALL.get(path));
    }

    /** The objects of one type. */
    public static CollectionDescriptor of(ObjectsOfType objects) {
        return OBJECTS.of(objects);
    }

    /** The paths of all collections. */
    public static List<String> names() {
        return NAMES;
    }
}
