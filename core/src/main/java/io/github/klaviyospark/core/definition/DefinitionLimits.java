package io.github.klaviyospark.core.definition;

import io.github.klaviyospark.core.objects.PropertyNames;

/**
 * What an account's plan allows.
 *
 * @param properties how many properties a type may have besides its id
 */
public record DefinitionLimits(int properties) {

    /** The smaller plan, {@value PropertyNames#MAX_PROPERTIES} properties. */
    public static final DefinitionLimits DEFAULT = new DefinitionLimits(PropertyNames.MAX_PROPERTIES);
}
