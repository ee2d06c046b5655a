package io.github.klaviyospark.jobs;

import java.util.OptionalLong;

/**
 * How far something is.
 *
 * @param done how many are done
 * @param total of how many, when that is known
 * @param unit what they are
 * @param words what else there is to say
 */
record Step(long done, OptionalLong total, String unit, String words) {

    @Override
    public String toString() {
        String count =
                total.isEmpty() ? Table.count(done) : Table.count(done) + " of " + Table.count(total.getAsLong());
        return count + " " + unit + (words.isEmpty() ? "" : ", " + words);
    }
}
