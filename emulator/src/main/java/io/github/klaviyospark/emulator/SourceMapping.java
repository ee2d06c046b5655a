package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.IdentifierType;
import java.util.List;
import java.util.Map;

/** Where the values of a schema come from, with paths as they were written. */
record SourceMapping(List<Property> properties, List<Relationship> relationships) {
    static final SourceMapping EMPTY = new SourceMapping(List.of(), List.of());

    /** The mapping of a property: either a constant or the three of a source. */
    record Property(int id, Object constant, String source, String idPath, String dataPath) {
        boolean isConstant() {
            return constant != null;
        }
    }

    /**
     * The mapping of a relationship.
     *
     * @param identifiers paths by type when it leads to profiles; null when it leads to objects
     * @param related the path to the other object's id; null when it leads to profiles
     */
    record Relationship(
            String id,
            String source,
            String idPath,
            Map<IdentifierType, String> identifiers,
            String related,
            boolean additive) {
        boolean isProfile() {
            return identifiers != null;
        }
    }
}
