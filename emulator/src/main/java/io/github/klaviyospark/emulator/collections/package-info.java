/**
 * The collections of the account that can be listed: what belongs to each, as a table, and what the account holds of it.
 *
 * <p>{@code Tables} reads {@code tables.txt}, which says all there is to say about a collection; {@code SmallWorld} and
 * {@code SeededEvents} make what there is from the start; {@code Layered} is what a collection holds, seeded and loaded.
 *
 * <p>What must not enter: HTTP, the spelling of requests and answers, clocks, profiles, and code of the connector, whose
 * own reading of the same document is held against this one.
 */
package io.github.klaviyospark.emulator.collections;
