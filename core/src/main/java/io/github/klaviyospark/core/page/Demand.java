package io.github.klaviyospark.core.page;

/**
 * How much of a collection is wanted, and in what order it comes.
 *
 * @param pages how many pages hold what is wanted when all of them are full; none beyond these is fetched ahead, but they
 *     can be had
 * @param canMove whether resources may change their place while they are read, as they do in the order of {@code updated}
 */
public record Demand(long pages, boolean canMove) {

    /** Everything, in an order in which nothing moves. */
    public static final Demand ALL = new Demand(Long.MAX_VALUE, false);
}
