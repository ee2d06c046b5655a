package io.github.klaviyospark.spark.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What a user may have meant by a name that does not exist. */
final class Suggestion {

    private static final int FARTHEST = 3;

    private Suggestion() {}

    /** A question that names the nearest of the known names, with a blank before it; nothing when none is near. */
    static String of(String name, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(name, candidate) <= FARTHEST)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .map(Suggestion::of)
                .orElse("");
    }

    /** A question that names what was meant. */
    static String of(String meant) {
        return " Did you mean " + meant + "?";
    }

    /** The number of letters to add, drop or change to get from one name to the other, without regard to case. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
