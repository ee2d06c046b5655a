package io.github.klaviyospark.core.target;

import io.github.klaviyospark.core.bulk.BulkTarget;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A resource of Klaviyo with what is done to it, as a place that rows can be written to. A row is a JSON object with a
 * member for each column; a member that is null is one that is not there.
 */
public interface Target extends BulkTarget {

    /** The resource, as paths name it: {@code catalog-items}. */
    String name();

    /** What is done with it. */
    Change change();

    /** What it is for and what it does, in a sentence or two, for documentation. */
    String purpose();

    /** The columns that a row may have. */
    List<TargetColumn> columns();

    /** The column of kind {@link ColumnKind#OBJECT} that other columns can become members of, if there is one. */
    default Optional<String> home() {
        return Optional.empty();
    }

    /**
     * Looks whether rows with these columns can be written at all. Columns that the target does not have are not looked
     * at.
     *
     * @throws IllegalArgumentException when they cannot, saying what is missing or does not go together
     */
    void check(Set<String> columns);

    /** The column that only the path of a request says, so that {@link #rows} cannot give it back, if there is one. */
    default Optional<String> resourceColumn() {
        return Optional.empty();
    }

    /** What the user must confirm before rows with these columns are sent, if anything. */
    default Optional<Confirmation> confirmation(Set<String> columns) {
        return Optional.empty();
    }

    /** Columns that, together, tell rows apart and whose rows belong into one request; empty when none do by nature. */
    default List<String> natural() {
        return List.of();
    }

    /**
     * What a row becomes.
     *
     * @param row a JSON object in UTF-8
     * @throws InvalidRowException when it cannot be sent
     */
    Shaped shape(byte[] row) throws InvalidRowException;

    /**
     * The rows that a request of any generation was made from, or would have been.
     *
     * @param payload the body of a request, a JSON document in UTF-8
     * @return JSON objects, which {@link #shape} turns into a request of today; empty when the payload is for another
     *     target
     * @throws IllegalArgumentException when it is no JSON document
     */
    List<byte[]> rows(byte[] payload);

    /**
     * The same of a document of an archive: the body of a request, or a record with its {@code method}, its {@code path}
     * or {@code url}, and its {@code body}.
     *
     * @param consent what requests were that do not say it themselves
     * @throws AmbiguousConsentException when this is one, and {@code consent} says nothing
     */
    List<byte[]> rows(byte[] document, AmbiguousConsent consent);

    /**
     * The same where the path of the request is known.
     *
     * @param resource the id in the path, which {@link #resourceColumn} gets; empty when the path has none
     */
    List<byte[]> rows(byte[] payload, Optional<String> resource);
}
