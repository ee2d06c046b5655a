/**
 * How records become objects: paths into a record, the coercion of values, and the objects of one version of a type.
 *
 * <p>{@code RecordPath} finds values, {@code PropertyType} judges them, {@code Mapping} says which value goes where, {@code
 * ObjectTable} applies one record after the other and remembers since when each result may be seen. Facts are from
 * Klaviyo's pages on custom objects; where they are silent the stricter reading is taken, as docs/emulator.md says.
 *
 * <p>What must not enter: HTTP, definitions that are not active, clocks, and code of the connector, whose own reading of
 * the same rules is held against this one.
 */
package io.github.klaviyospark.emulator.objects;
