package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.definition.ObjectDefinition;
import io.github.klaviyospark.core.definition.ObjectLink;
import io.github.klaviyospark.core.definition.ProfileLink;
import io.github.klaviyospark.core.definition.PropertyDefinition;
import java.util.ArrayList;
import java.util.List;

/** What a definition asks for, in the words of steps. */
final class DesiredSteps {

    private DesiredSteps() {}

    /** All properties, a line each. */
    static List<String> properties(ObjectDefinition object) {
        return object.properties().stream()
                .map(property -> "+ " + property.name() + " " + property.type().label()
                        + (property.isRequired() ? " required" : ""))
                .toList();
    }

    /** The mapping of all properties and relationships. */
    static Step mapping(ObjectDefinition object) {
        List<String> details = new ArrayList<>();
        details.add("id from " + object.idPath());
        for (PropertyDefinition property : object.properties()) {
            details.add(property.name()
                    + (property.constant() == null ? " from " + property.path() : " always " + property.constant()));
        }
        for (ProfileLink link : object.profileLinks()) {
            link.identifiers()
                    .forEach((type, path) -> details.add(link.name() + " by " + type.label() + " from " + path));
        }
        for (ObjectLink link : object.objectLinks()) {
            details.add(link.name() + " to " + link.objectType() + " from " + link.relatedIdPath());
        }
        return new Step(Step.Kind.CHANGE_MAPPING, object.title(), details, List.of());
    }
}
