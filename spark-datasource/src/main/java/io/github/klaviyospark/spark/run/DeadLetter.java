package io.github.klaviyospark.spark.run;

/**
 * A row that was not accepted, with why. The only place where the connector writes a row's content other than to Klaviyo.
 *
 * @param code the kind of error: one of Klaviyo's, or {@code null_id}, {@code invalid_value} or {@code oversize}
 * @param title what is wrong in general, or null
 * @param pointer JSON pointer into the request that Klaviyo refused, or null
 * @param reason what is wrong, in words
 * @param row the row as a JSON object
 */
public record DeadLetter(String code, String title, String pointer, String reason, String row) {

    /** Without the row, and without the reason, in which Klaviyo may quote it. */
    @Override
    public String toString() {
        return "DeadLetter(" + code + ")";
    }
}
