package io.github.klaviyospark.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.core.time.Clock;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Anything that Spark reads is an input, and anything that it writes is an output. */
class PlacesTest {

    @TempDir
    private static Path warehouse;

    private static JobSession session;
    private static SparkSession spark;

    @BeforeAll
    static void open() {
        System.setProperty("spark.sql.warehouse.dir", warehouse.toString());
        session = JobSession.open("test");
        spark = session.spark();
    }

    @AfterAll
    static void close() {
        session.close();
        System.clearProperty("spark.sql.warehouse.dir");
    }

    @Command
    private static final class Inputs {

        @ArgGroup(exclusive = false, multiplicity = "1..*")
        private List<RecordInput> inputs;
    }

    @Command
    private static final class Output {

        @Mixin
        private OutputSpec output;
    }

    private static List<RecordInput> inputs(String... arguments) {
        Inputs parsed = new Inputs();
        new CommandLine(parsed).parseArgs(arguments);
        return parsed.inputs;
    }

    private static OutputSpec output(String... arguments) {
        Output parsed = new Output();
        new CommandLine(parsed).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
        return parsed.output;
    }

    /** A format that has no path, as jdbc has none. */
    public static final class Pathless implements RelationProvider {

        @Override
        public BaseRelation createRelation(
                SQLContext context, scala.collection.immutable.Map<String, String> parameters) {
            assertThat(parameters.contains("path")).isFalse();
            return new Query(context, "SELECT '" + parameters.apply("dbtable") + "' AS name");
        }
    }

    private static final class Query extends BaseRelation implements TableScan {

        private final SQLContext context;
        private final Dataset<Row> rows;

        Query(SQLContext context, String query) {
            this.context = context;
            this.rows = context.sql(query);
        }

        @Override
        public SQLContext sqlContext() {
            return context;
        }

        @Override
        public StructType schema() {
            return rows.schema();
        }

        @Override
        public org.apache.spark.rdd.RDD<Row> buildScan() {
            return rows.rdd();
        }
    }

    private static List<String> texts(RowsInput input) {
        input.check();
        return input.read(spark).collectAsList().stream()
                .map(row -> String.valueOf(row.get(0)))
                .toList();
    }

    @Test
    void inputsOfEveryKindStandBesideEachOther() {
        spark.sql("SELECT 'of a table' AS name").createOrReplaceTempView("pets");
        List<RecordInput> inputs = inputs(
                "--input",
                "samples/pets.jsonl",
                "--data-source",
                "one",
                "--input-table",
                "pets",
                "--query",
                "SELECT 'of a query'",
                "--data-source",
                "three",
                "--id-field",
                "id");

        assertThat(inputs).hasSize(3);
        assertThat(texts(inputs.get(0))).hasSize(600);
        assertThat(texts(inputs.get(1))).containsExactly("of a table");
        assertThat(texts(inputs.get(2))).containsExactly("of a query");
        assertThat(inputs.stream().map(RecordInput::dataSource)).containsExactly("one", "pets", "three");
        assertThat(inputs.get(2).options()).containsEntry("idField", "id");
        assertThat(inputs.stream().map(RowsInput::flag))
                .containsExactly("--input samples/pets.jsonl", "--input-table pets", "--query");
    }

    @Test
    void aFormatMayFindItsRowsByItself() {
        List<RecordInput> inputs = inputs(
                "--format", Pathless.class.getName(), "--read-option", "dbtable=of a format", "--data-source", "four");

        assertThat(inputs).hasSize(1);
        assertThat(texts(inputs.get(0))).containsExactly("of a format");
        assertThat(inputs.get(0).dataSource()).isEqualTo("four");
        assertThat(inputs.get(0).flag()).isEqualTo("--format " + Pathless.class.getName());
    }

    @Test
    void rowsBecomeATableThatGrows() throws InterruptedException {
        Dataset<Row> rows = spark.sql("SELECT id, named_struct('a', id) AS nested FROM range(3)");
        OutputSpec first = output("--output-table", "exported");
        first.check();
        OutputSpec.Written written = first.write(rows, Clock.system());
        output("--output-table", "exported", "--mode", "append").write(rows, Clock.system());

        assertThat(written.rows()).isEqualTo(3);
        assertThat(first.table(written)).contains("| exported |").contains("|    3 |       2 |");
        assertThat(first.readBack(spark).count()).isEqualTo(6);
        assertThat(first.readBack(spark).selectExpr("sum(nested.a)").first().getLong(0))
                .isEqualTo(6);
    }

    @Test
    void rowsGoWhereAFormatFindsItsPlaceByItself() throws InterruptedException {
        OutputSpec output = output("--format", "noop", "--mode", "overwrite");
        output.check();

        assertThat(output.write(spark.sql("SELECT id FROM range(7)"), Clock.system())
                        .rows())
                .isEqualTo(7);
        assertThat(output.name()).isEqualTo("noop");
        assertThat(output.folder()).isNull();
    }
}
