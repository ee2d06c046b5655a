package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.klaviyospark.core.objects.IdentifierType;
import io.github.klaviyospark.core.objects.PropertyType;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How records of one data source become objects of one type.
 *
 * <pre>{@code
 * MappingPath line = MappingPath.ofText("lines[*].line_id");
 * ObjectMapping mapping = ObjectMapping.builder()
 *         .property("sku", PropertyType.STRING, true, line, MappingPath.ofText("lines[*].sku"))
 *         .property("shipped_at", PropertyType.TIMESTAMP, false, line, MappingPath.ofText("shipped"))
 *         .profile("buyer", line, Map.of(IdentifierType.EMAIL, MappingPath.ofText("customer.email")))
 *         .build();
 * List<ObjectVersion> objects = mapping.extractor().extract(json, 0, json.length);
 * }</pre>
 *
 * <p>Travels to other machines; what it needs to work there is made there, once.
 *
 * @see <a href="https://developers.klaviyo.com/en/docs/custom_objects_api_overview">Custom Objects API overview</a>
 */
public final class ObjectMapping implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<PropertyRule> properties;
    private final ArrayList<RelationshipRule> relationships;
    private transient volatile Plan plan;

    private ObjectMapping(Builder builder) {
        this.properties = new ArrayList<>(builder.properties);
        this.relationships = new ArrayList<>(builder.relationships);
    }

    /** Begins a mapping. */
    public static Builder builder() {
        return new Builder();
    }

    /** Whether a text, number or boolean can be the value of a constant property of a type. */
    public static boolean isConstant(PropertyType type, Object value) {
        return !(Builder.coerced(type, value) instanceof SkipReason);
    }

    /** The names of the properties, in the order of {@link ObjectVersion.Valid#values()}. */
    public List<String> properties() {
        return properties.stream().map(PropertyRule::name).toList();
    }

    /** The types of the properties, in the same order. */
    public List<PropertyType> types() {
        return properties.stream().map(PropertyRule::type).toList();
    }

    /** The names of the relationships. */
    public List<String> relationships() {
        return relationships.stream().map(RelationshipRule::name).toList();
    }

    /** Something that extracts objects with it; not to be shared by threads. */
    public ObjectExtractor extractor() {
        Plan ready = plan;
        if (ready == null) {
            // Made twice when two threads come at once, which does no harm.
            ready = new Plan(properties, relationships);
            plan = ready;
        }
        return new ObjectExtractor(ready);
    }

    /** Names and paths, no constants. */
    @Override
    public String toString() {
        return "ObjectMapping" + properties + relationships();
    }

    /** Collects a mapping; the order of properties is that of the calls. */
    public static final class Builder {

        private final List<PropertyRule> properties = new ArrayList<>();
        private final List<RelationshipRule> relationships = new ArrayList<>();
        private final MappingProblems problems = new MappingProblems();

        private Builder() {}

        /**
         * A property with a value in each record.
         *
         * @param required whether a record without it makes no object
         * @param id the path to the id of the object that it belongs to
         * @param data the path to its value
         */
        public Builder property(String name, PropertyType type, boolean required, MappingPath id, MappingPath data) {
            properties.add(new PropertyRule(name, type, required, id, data, null));
            return this;
        }

        /**
         * A property with the same value on every object.
         *
         * @param value a String, Boolean or Number that fits the type
         */
        public Builder constant(String name, PropertyType type, boolean required, Object value) {
            Object coerced = coerced(type, value);
            if (coerced instanceof SkipReason reason) {
                problems.add("the constant of property " + name + " is no value of type " + type.label() + " ("
                        + reason.code() + "; a text, number or boolean that fits is)");
            }
            properties.add(new PropertyRule(name, type, required, null, null, (Serializable) coerced));
            return this;
        }

        private static Object coerced(PropertyType type, Object value) {
            JsonNode node = null;
            if (value instanceof String text) {
                node = TextNode.valueOf(text);
            } else if (value instanceof Boolean truth) {
                node = BooleanNode.valueOf(truth);
            } else if (value instanceof Number) {
                BigDecimal number = Numbers.parse(value.toString());
                node = number == null ? null : DecimalNode.valueOf(number);
            }
            return node == null ? SkipReason.INVALID_TYPE : Coercion.coerce(type, node);
        }

        /**
         * A relationship with profiles.
         *
         * @param id the path to the id of the object that is linked
         * @param identifiers where the identifiers of the profiles are
         */
        public Builder profile(String relationship, MappingPath id, Map<IdentifierType, MappingPath> identifiers) {
            List<RelationshipRule.Source> sources = identifiers.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(entry -> new RelationshipRule.Source(entry.getKey(), entry.getValue()))
                    .toList();
            relationships.add(new RelationshipRule(relationship, id, sources));
            return this;
        }

        /**
         * A relationship with objects of another type.
         *
         * @param id the path to the id of the object that is linked
         * @param related the path to the id of the object that it is linked to
         */
        public Builder related(String relationship, MappingPath id, MappingPath related) {
            relationships.add(
                    new RelationshipRule(relationship, id, List.of(new RelationshipRule.Source(null, related))));
            return this;
        }

        /**
         * The mapping.
         *
         * @throws IllegalArgumentException when a value would not be one for each id, names are doubled, or nothing says
         *     where the id is; the message names all of it
         */
        public ObjectMapping build() {
            MappingProblems all = problems.copy();
            all.check(properties, relationships);
            all.refuse();
            return new ObjectMapping(this);
        }
    }
}
