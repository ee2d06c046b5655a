package io.github.klaviyospark.core.provision;

import io.github.klaviyospark.core.objects.ObjectSchema;
import io.github.klaviyospark.core.objects.ObjectType;
import io.github.klaviyospark.core.objects.SchemaStatus;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * An object type as the account has it.
 *
 * @param type the type
 * @param current the schema by which objects are made, or null
 * @param draft the schema that can be changed or is being published, or null
 */
record TypeState(ObjectType type, ObjectSchema current, ObjectSchema draft) {

    /** Whether a schema is being published. */
    boolean isPublishing() {
        return isPublishing(current) || isPublishing(draft);
    }

    private static boolean isPublishing(ObjectSchema schema) {
        return schema != null && schema.status() == SchemaStatus.PUBLISHING;
    }

    /** The schemas that there are, the newest first. */
    List<ObjectSchema> versions() {
        return Stream.of(draft, current).filter(Objects::nonNull).toList();
    }

    /** The newest schema that there is. */
    ObjectSchema newest() {
        return draft == null ? current : draft;
    }
}
