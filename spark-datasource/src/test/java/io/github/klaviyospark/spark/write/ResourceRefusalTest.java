package io.github.klaviyospark.spark.write;

import static io.github.klaviyospark.spark.testing.Writing.message;
import static io.github.klaviyospark.spark.write.ResourceWrites.people;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.klaviyospark.spark.testing.SparkExtension;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is refused of rows for resources before anything is sent. */
@ExtendWith(SparkExtension.class)
@Timeout(120)
class ResourceRefusalTest {

    @AutoClose
    private final ResourceWrites writes;

    ResourceRefusalTest(@TempDir Path folder) {
        writes = new ResourceWrites(folder);
    }

    @Test
    void whatReachesFurtherThanItLooksIsConfirmed(SparkSession spark) {
        Dataset<Row> rows = people(spark, 3).selectExpr("email", "'email' AS channels", "'Y6nRLr' AS list_id");

        assertThat(message(catchThrowable(() -> writes.write(rows).save("unsubscriptions"))))
                .endsWith(" Count first with dryRun=true; then set confirm=unsubscribe-globally.");
        assertThat(message(
                        catchThrowable(() -> writes.write(rows.select("email")).save("data-privacy-deletions"))))
                .endsWith(" Count first with dryRun=true; then set confirm=delete-profiles.");
        assertThat(message(catchThrowable(() -> writes.write(rows.select("email"))
                        .option("confirm", "yes")
                        .save("suppressions"))))
                .isEqualTo(
                        "Writing these rows to suppressions needs no confirmation: leave confirm out, or check the path"
                                + " and the columns.");
        assertThat(writes.klaviyo.requests()).isZero();
    }

    @Test
    void columnsThatAResourceDoesNotHaveAreRefused(SparkSession spark) {
        Dataset<Row> rows = people(spark, 3).selectExpr("email AS Email", "n", "array(1) AS title");

        assertThat(message(catchThrowable(() -> writes.write(rows).save("profiles"))))
                .startsWith(
                        "The rows cannot be written to profiles: column n is none that profiles have; column title has"
                                + " the type array and must be a text. Columns: id, email, ")
                .endsWith(
                        ". Rename, cast or drop columns first, or set otherColumns=properties to put others into properties.");
        assertThat(message(catchThrowable(() ->
                        writes.write(people(spark, 3).select("first_name")).save("profiles"))))
                .startsWith("Rows for profiles need one of the columns id, email, ");
        assertThat(message(catchThrowable(() -> writes.write(people(spark, 3))
                        .option("operation", "delete")
                        .save("profiles"))))
                .isEqualTo("With operation=delete nothing can be written to 'profiles'. Operations for it: create.");
        assertThat(message(catchThrowable(() -> writes.write(people(spark, 3).select("email"))
                        .option("dataSource", "x")
                        .save("profiles"))))
                .isEqualTo(
                        "Option dataSource is about the records of data sources, and the path is 'profiles'. Leave it"
                                + " out.");
        assertThat(writes.klaviyo.requests()).isZero();
    }
}
