package io.github.klaviyospark.core.collection;

import java.io.Serializable;

/**
 * How many resources a page has.
 *
 * @param usual how many there are when nobody says
 * @param size at most so many
 * @param most how many the API takes when it is asked
 * @param isChosen whether it can be asked
 */
record PageSize(int usual, int size, int most, boolean isChosen) implements Serializable {

    private static final long serialVersionUID = 1L;

    PageSize of(int other) {
        return new PageSize(usual, other, most, isChosen);
    }
}
