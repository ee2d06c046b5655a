package io.github.klaviyospark.core.filter;

/** The values that one field may have. Two domains of one field are of one kind. */
sealed interface Domain permits ValueSet, TimeRange {

    boolean isEmpty();

    Domain and(Domain other);

    /** At least everything that is in one of them. */
    Domain or(Domain other);
}
