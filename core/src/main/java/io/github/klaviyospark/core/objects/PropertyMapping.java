package io.github.klaviyospark.core.objects;

/** Where the values of a property come from. */
public sealed interface PropertyMapping {

    /** The property, by its number in the schema. */
    int propertyId();

    /**
     * The same value for every object.
     *
     * @param propertyId the property
     * @param value a text, a number or a boolean
     */
    record Constant(int propertyId, Object value) implements PropertyMapping {}

    /**
     * A value out of each record.
     *
     * @param propertyId the property
     * @param sourceId the data source that the records are in
     * @param idPath where the id of the object is
     * @param dataPath where the value is
     */
    record Simple(int propertyId, String sourceId, String idPath, String dataPath) implements PropertyMapping {}

    /**
     * A kind of mapping that this version does not know.
     *
     * @param propertyId the property
     * @param kind what the API calls it
     */
    record Other(int propertyId, String kind) implements PropertyMapping {}
}
