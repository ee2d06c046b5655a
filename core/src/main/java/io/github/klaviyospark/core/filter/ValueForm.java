package io.github.klaviyospark.core.filter;

import io.github.klaviyospark.core.collection.FieldType;
import io.github.klaviyospark.core.collection.FilterField;
import java.util.List;

/**
 * How a field is asked to have one of some values.
 *
 * @param isText whether values are written in quotes
 * @param takesSingle whether it can be equal to a single value
 * @param ofList the operator that takes a list, or null
 */
record ValueForm(boolean isText, boolean takesSingle, Operator ofList) {

    /** As nearly all fields are asked. */
    static final ValueForm USUAL = new ValueForm(true, true, Operator.ANY);

    /** Nobody documents how many values a list may have; this many have always been taken. */
    private static final int MOST = 100;

    static ValueForm of(FilterField field) {
        Operator ofList = null;
        for (Operator operator : List.of(Operator.EQUALS, Operator.ANY)) {
            ofList = field.list().contains(operator.label()) ? operator : ofList;
        }
        boolean takesSingle = field.single().contains(Operator.EQUALS.label());
        return new ValueForm(field.value() == FieldType.STRING, takesSingle, ofList);
    }

    boolean isAskable() {
        return takesSingle || ofList != null;
    }

    /** How many values a condition may have. */
    int most() {
        return ofList == null ? 1 : MOST;
    }

    Condition condition(String field, List<String> values) {
        List<Literal> literals = values.stream()
                .map(value -> new Literal(isText ? Literal.Kind.STRING : Literal.Kind.WORD, value))
                .toList();
        return literals.size() == 1 && takesSingle
                ? Condition.of(field, Operator.EQUALS, literals.get(0))
                : new Condition(field, ofList, literals, true);
    }
}
