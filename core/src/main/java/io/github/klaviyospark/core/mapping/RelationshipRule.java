package io.github.klaviyospark.core.mapping;

import io.github.klaviyospark.core.objects.IdentifierType;
import java.io.Serializable;
import java.util.List;

/** Where the links of a relationship come from. */
record RelationshipRule(String name, MappingPath id, List<Source> sources) implements Serializable {

    RelationshipRule {
        sources = List.copyOf(sources);
    }

    /**
     * Where one identifier comes from.
     *
     * @param type null for the id of another object
     */
    record Source(IdentifierType type, MappingPath path) implements Serializable {

        String label() {
            return type == null ? "id" : type.label();
        }
    }
}
