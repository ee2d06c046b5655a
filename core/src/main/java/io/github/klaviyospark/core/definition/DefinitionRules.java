package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.mapping.MappingPath;
import io.github.klaviyospark.core.mapping.ObjectMapping;
import io.github.klaviyospark.core.objects.PropertyNames;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The rules of the Custom Objects overview that can be checked without an account. All that is broken is noted, so that a
 * file is mended in one go.
 */
final class DefinitionRules {

    private static final int MAX_TITLE = 255;

    private final DefinitionLimits limits;

    private DefinitionRules(DefinitionLimits limits) {
        this.limits = limits;
    }

    static void check(Definition definition, DefinitionLimits limits, Problems problems) {
        DefinitionRules rules = new DefinitionRules(limits);
        Set<String> titles = new HashSet<>();
        List<ObjectDefinition> objects = definition.objects();
        for (int i = 0; i < objects.size(); i++) {
            ObjectDefinition object = objects.get(i);
            Problems place = problems.in("objects").in("[" + i + "]");
            rules.check(object, place);
            if (!object.title().isEmpty() && !titles.add(object.title())) {
                place.in("title").add("'" + object.title() + "' is the title of another object, too");
            }
        }
    }

    private void check(ObjectDefinition object, Problems place) {
        if (object.title().isBlank()) {
            place.in("title").add("is missing");
        }
        if (object.source().isBlank()) {
            place.in("source").add("is missing; give it here or at the top, for all objects");
        }
        checkText(object.title(), place.in("title"));
        checkText(object.source(), place.in("source"));
        checkProperties(object, place.in("properties"));
        checkLinks(object, place);
    }

    /** What is made under one name and shown under another is not found again, and made once more. */
    private static void checkText(String text, Problems place) {
        if (text.codePointCount(0, text.length()) > MAX_TITLE) {
            place.add("has more than " + MAX_TITLE + " characters");
        }
        if (!text.isBlank() && !text.equals(text.strip())) {
            place.add("begins or ends with a blank, which may be cut off");
        }
    }

    private void checkProperties(ObjectDefinition object, Problems place) {
        List<PropertyDefinition> properties = object.properties();
        if (properties.isEmpty()) {
            place.add("is missing; an object has at least one property besides its id");
        }
        if (properties.size() > limits.properties()) {
            place.add(properties.size() + " properties are more than the " + limits.properties()
                    + " that the plan allows; the larger plan allows " + PropertyNames.MAX_PROPERTIES_LARGER_PLAN);
        }
        Set<String> names = new HashSet<>();
        for (PropertyDefinition property : properties) {
            Problems own = place.in(property.name());
            PropertyNames.problem(property.name()).ifPresent(problem -> own.add("the name " + problem));
            if (!names.add(property.name().toLowerCase(Locale.ROOT))) {
                own.add("another property has this name, apart from upper and lower case");
            }
            if (property.constant() == null) {
                checkPath(property.path(), object.idPath(), own);
            } else if (!ObjectMapping.isConstant(property.type(), property.constant())) {
                own.in("value").add("is no " + property.type().label());
            }
        }
    }

    private static void checkLinks(ObjectDefinition object, Problems place) {
        Set<String> names = new HashSet<>();
        for (ProfileLink link : object.profileLinks()) {
            Problems own = place.in("profiles").in(link.name());
            checkName(link.name(), names, own);
            if (link.identifiers().isEmpty()) {
                own.add("names no identifier; give at least one of email, phone, external-id, klaviyo-id, anonymous");
            }
            link.identifiers().forEach((type, path) -> checkPath(path, link.idPath(), own.in(type.label())));
        }
        for (ObjectLink link : object.objectLinks()) {
            Problems own = place.in("links").in(link.name());
            checkName(link.name(), names, own);
            checkPath(link.relatedIdPath(), link.idPath(), own.in("path"));
        }
    }

    private static void checkName(String name, Set<String> names, Problems place) {
        if (name.isBlank()) {
            place.add("a relationship needs a name");
        }
        checkText(name, place);
        if (!names.add(name)) {
            place.add("another relationship has this name");
        }
    }

    private static void checkPath(MappingPath path, MappingPath idPath, Problems place) {
        if (!path.isUnder(idPath)) {
            place.add("the path " + path + " runs through other arrays than that of the id, " + idPath
                    + "; both must have the same [*], or this one fewer of them");
        }
    }
}
