package io.github.klaviyospark.core.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One group applied to one record. */
final class Application implements Walk.Visitor {

    private static final long MAX_OBJECT_BYTES = 8_000;
    private static final String ID = "id";

    private final Plan plan;
    private final Group group;
    private final Readings readings;
    private final Harvest harvest;

    Application(Plan plan, Group group, Readings readings, Harvest harvest) {
        this.plan = plan;
        this.group = group;
        this.readings = readings;
        this.harvest = harvest;
    }

    @Override
    public void missing(JsonNode insteadOfIt) {
        harvest.skip(null, List.of(new Problem(SkipReason.MISSING_ID, ID, Kinds.of(insteadOfIt))));
    }

    @Override
    public void id(JsonNode id) {
        if (id.isNull() || (id.isTextual() && id.textValue().isEmpty())) {
            missing(id);
            return;
        }
        String text = text(id);
        if (text == null) {
            harvest.skip(null, List.of(new Problem(SkipReason.INVALID_ID, ID, Kinds.of(id))));
            return;
        }
        if (!group.makesObjects() || object(text)) {
            links(text);
        }
    }

    private static String text(JsonNode id) {
        if (id.isTextual()) {
            return id.textValue();
        }
        if (id.isNumber()) {
            return Numbers.text(id);
        }
        return id.isBoolean() ? id.asText() : null;
    }

    /** Makes the object; false when it is skipped. */
    private boolean object(String id) {
        List<Problem> problems = new ArrayList<>(0);
        Object[] values = new Object[plan.propertyCount()];
        for (Group.Value value : group.values()) {
            values[value.index()] = value(value, problems);
        }
        if (problems.isEmpty() && plan.size(id, values) > MAX_OBJECT_BYTES) {
            problems.add(new Problem(SkipReason.OBJECT_TOO_LARGE, null, Kinds.OBJECT));
        }
        if (problems.isEmpty()) {
            harvest.object(id, Arrays.asList(values));
            return true;
        }
        harvest.skip(id, problems);
        return false;
    }

    private Object value(Group.Value value, List<Problem> problems) {
        PropertyRule rule = value.rule();
        if (rule.isConstant()) {
            return rule.constant();
        }

        JsonNode found = readings.value(value.leaf());
        if (found == null) {
            if (rule.isRequired()) {
                problems.add(new Problem(SkipReason.MISSING_REQUIRED, rule.name(), Kinds.NOTHING));
            }
            return null;
        }
        Object coerced = Coercion.coerce(rule.type(), found);
        if (coerced instanceof SkipReason reason) {
            problems.add(new Problem(reason, rule.name(), Kinds.of(found)));
        }
        return coerced;
    }

    private void links(String id) {
        for (Group.Link link : group.links()) {
            Harvest.LinksOfId links = harvest.links(id);
            RelationshipRule rule = link.rule();
            links.touch(rule.name());
            for (int i = 0; i < rule.sources().size(); i++) {
                RelationshipRule.Source source = rule.sources().get(i);
                JsonNode found = readings.value(link.leaves().get(i));
                if (found == null) {
                    continue;
                }
                String text = IdentifierRules.text(source.type(), found);
                if (text == null) {
                    links.warn(new Problem(
                            SkipReason.INVALID_IDENTIFIER, rule.name(), source.label() + ": " + Kinds.of(found)));
                } else {
                    links.add(rule.name(), new Identifier(source.type(), text));
                }
            }
        }
    }
}
