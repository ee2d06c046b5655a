package io.github.klaviyospark.core.definition;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Custom Objects that belong together, checked against the documented rules.
 *
 * @param objects the object types, of different titles
 */
public record Definition(List<ObjectDefinition> objects) {

    /** Copies the list. */
    public Definition {
        objects = List.copyOf(objects);
    }

    /**
     * A definition made by code.
     *
     * @throws DefinitionException when it breaks rules, with all of them
     */
    public static Definition of(List<ObjectDefinition> objects, DefinitionLimits limits) {
        Definition definition = new Definition(objects);
        Problems problems = new Problems();
        DefinitionRules.check(definition, limits, problems);
        problems.throwIfAny("The definition");
        return definition;
    }

    /** The data sources that records come from. */
    public Set<String> sources() {
        return objects.stream().map(ObjectDefinition::source).collect(Collectors.toSet());
    }

    /** An object type by its title. */
    public Optional<ObjectDefinition> object(String title) {
        return objects.stream().filter(object -> object.title().equals(title)).findFirst();
    }
}
