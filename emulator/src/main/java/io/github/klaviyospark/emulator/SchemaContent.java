package io.github.klaviyospark.emulator;

import io.github.klaviyospark.emulator.objects.PropertyType;
import java.util.List;

/** What can be edited of a draft itself. */
record SchemaContent(String title, String description, List<Property> properties, List<String> required) {
    /** One property; without a description it is null. */
    record Property(int id, String name, PropertyType type, String description) {}
}
