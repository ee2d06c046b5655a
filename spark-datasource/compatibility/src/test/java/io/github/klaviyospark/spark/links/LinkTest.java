package io.github.klaviyospark.spark.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All that the finished jars ask of Spark and Scala is there in the version at hand, whether or not a test comes that way.
 * They are compiled once, against the oldest version; a method that has gone since, or returns something else, fails where it
 * is first called and no sooner.
 */
@Tag("matrix")
class LinkTest {

    private static final String VERSION = System.getProperty("spark.version.expected");
    private static final ClassLoader SPARK = ClassLoader.getSystemClassLoader();
    private static final Jar BUNDLE = new Jar(Path.of(System.getProperty("bundle.jar")));
    private static final Jar JOBS = new Jar(Path.of(System.getProperty("jobs.jar")));

    /** Or else this would say something about another version. */
    @Test
    void looksAtTheSparkThatItSays() {
        String jar = "spark-sql_" + System.getProperty("scala.version.expected") + "-" + VERSION + ".jar";

        assertThat(SPARK.getResource("org/apache/spark/sql/connector/read/Batch.class"))
                .asString()
                .contains("-" + VERSION + ".jar!");
        assertThat(System.getProperty("java.class.path")).contains(jar);
    }

    @Test
    void findsAllThatTheJarsReferTo() throws IOException {
        Set<String> problems = new TreeSet<>();
        for (Jar jar : List.of(BUNDLE, JOBS)) {
            try (URLClassLoader loader = jar.beside(SPARK)) {
                Linker linker = new Linker(new Types(loader));
                jar.classFiles().values().forEach(file -> problems.addAll(linker.problems(file)));
            }
        }

        assertThat(problems)
                .as("what the jars do not find in Spark %s, and known.txt does not excuse", VERSION)
                .containsExactlyElementsOf(KnownProblems.in(VERSION));
    }

    /** That nothing is wrong is worth as much as what was looked at. */
    @Test
    void looksAtConnectorAndJobs() throws IOException {
        assertThat(references(BUNDLE))
                .contains(
                        "super type org.apache.spark.sql.connector.catalog.TableProvider",
                        "super type org.apache.spark.sql.connector.write.DataWriterFactory",
                        "static field scala.reflect.ClassTag$.MODULE$: Lscala/reflect/ClassTag$;")
                .hasSizeGreaterThan(300);
        assertThat(references(JOBS))
                .contains("static method org.apache.spark.sql.SparkSession.builder()"
                        + "Lorg/apache/spark/sql/SparkSession$Builder;")
                .hasSizeGreaterThan(references(BUNDLE).size());
    }

    private static Set<String> references(Jar jar) throws IOException {
        return jar.classFiles().values().stream()
                .flatMap(file -> ReferenceReader.of(file).stream())
                .filter(reference -> reference.owner().startsWith("org/apache/spark/")
                        || reference.owner().startsWith("scala/"))
                .map(Reference::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
