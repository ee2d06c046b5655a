package io.github.klaviyospark.emulator.objects;

import java.util.List;

/**
 * What did not go well with one object of one record.
 *
 * @param recordId of the object; null when it has none
 */
public record Failure(String recordId, List<Problem> problems) {
    private static final int SHOWN = 200;

    /** Whether the object was taken all the same. */
    public boolean isWarning() {
        return problems.stream().allMatch(problem -> problem.why().isWarning());
    }

    /**
     * One of the reasons.
     *
     * @param property its name, or that of a relationship; {@code id} for the id, empty for the whole object
     * @param found the value to blame as JSON, cut to 200 characters; null when there is none
     */
    public record Problem(Skip why, String property, String found) {
        static Problem of(Skip why, String property, Object found) {
            if (found == null) {
                return new Problem(why, property, null);
            }
            String text = RecordJson.text(found);
            int most = text.length() > SHOWN && Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
            return new Problem(why, property, text.length() > SHOWN ? text.substring(0, most) : text);
        }
    }
}
