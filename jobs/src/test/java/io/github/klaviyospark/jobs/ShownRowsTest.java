package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShownRowsTest {

    private static JobSession session;
    private static SparkSession spark;

    @BeforeAll
    static void open() {
        session = JobSession.open("test");
        spark = session.spark();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void drawsValuesOfEveryKindAsSparkWritesThem() {
        String table = ShownRows.table(
                spark.sql("SELECT 'Rex' AS name, named_struct('a', 1, 'b', 'x') AS `the struct`, array(1, 2) AS list,"
                        + " CAST(NULL AS STRING) AS nothing, DATE'2020-02-29' AS born, 'one\\ntwo' AS lines"),
                2,
                40);

        assertThat(table).isEqualTo("""
                        +------+------------+--------+---------+------------+---------+
                        | name | the struct | list   | nothing | born       | lines   |
                        +------+------------+--------+---------+------------+---------+
                        | Rex  | {1, x}     | [1, 2] | NULL    | 2020-02-29 | one two |
                        +------+------------+--------+---------+------------+---------+""");
    }

    @Test
    void cutsLongValuesAndSaysThatThereAreMoreRows() {
        String table = ShownRows.table(spark.sql("SELECT repeat('x', 30) AS x, id FROM range(5) ORDER BY id"), 2, 10);

        assertThat(table)
                .contains("| xxxxxxxxx… | 1  |")
                .endsWith("\nOnly the first 2 rows are shown.")
                .doesNotContain("| 2  |");
    }
}
