package io.github.klaviyospark.spark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.klaviyospark.core.definition.DefinitionFile;
import io.github.klaviyospark.core.definition.DefinitionLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.apache.spark.sql.execution.SparkSqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.tools.nsc.Main;

/** The code in the documentation is code: it is read by whoever reads such code. */
class DocumentedCodeTest {

    /** Options of streams that are Spark's own. */
    private static final Set<String> OF_SPARK = Set.of("checkpointLocation");

    private static final Pattern OPTION = Pattern.compile("option\\(\"([^\"…]+)\"");

    @TempDir
    private Path folder;

    @Test
    void jsonIsJson() throws IOException {
        List<Page.Block> blocks = Page.blocks("json");
        ObjectMapper json = new ObjectMapper();

        assertThat(blocks).hasSizeGreaterThan(30).allSatisfy(block -> {
            try (MappingIterator<JsonNode> documents =
                    json.readerFor(JsonNode.class).readValues(block.text())) {
                assertThat(documents.readAll()).isNotEmpty();
            }
        });
    }

    @Test
    void sqlIsSpark() throws IOException {
        List<Page.Block> blocks = Page.blocks("sql");
        SparkSqlParser parser = new SparkSqlParser();

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4).allSatisfy(block -> {
            String statements = block.text().replaceAll("(?m)^--.*$", "");
            for (String statement : statements.split(";", -1)) {
                if (!statement.isBlank()) {
                    assertThat(parser.parsePlan(statement)).isNotNull();
                }
            }
        });
    }

    @Test
    void yamlIsADefinition() throws IOException {
        List<Page.Block> blocks = Page.blocks("yaml");

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(3).allSatisfy(block -> assertThat(
                        DefinitionFile.parse(block.text(), block.toString(), DefinitionLimits.DEFAULT)
                                .objects())
                .isNotEmpty());
    }

    @Test
    void javaCompiles() throws IOException {
        List<Page.Block> blocks = Page.blocks("java");
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(4);

        List<Path> files = new ArrayList<>();
        for (Page.Block block : blocks) {
            Path own = Files.createDirectory(folder.resolve("snippet" + files.size()));
            boolean isClass = block.text().startsWith("public final class ");
            String name = isClass ? block.text().split(" ", -1)[3] : "Snippet";
            files.add(Files.writeString(
                    own.resolve(name + ".java"),
                    "package snippet" + files.size() + ";\n" + (isClass ? block.text() : method(block.text()))));
        }

        assertThat(problems(files)).isEmpty();
    }

    @Test
    void scalaCompiles() throws IOException {
        List<Page.Block> blocks = Page.blocks("scala");
        assertThat(blocks).isNotEmpty();
        List<Path> files = new ArrayList<>();
        for (Page.Block block : blocks) {
            files.add(scala("Snippet" + files.size(), block.text()));
        }

        assertThat(isScala(files)).as(blocks.toString()).isTrue();
        assertThat(isScala(List.of(scala("Wrong", "spark.read().json(1)")))).isFalse();
    }

    private Path scala(String name, String statements) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".scala"),
                "class " + name + "(spark: org.apache.spark.sql.SparkSession) {\n" + statements + "\n}\n");
    }

    /** What is wrong is printed by the compiler. */
    private boolean isScala(List<Path> files) {
        List<String> arguments =
                new ArrayList<>(List.of("-d", folder.toString(), "-classpath", System.getProperty("java.class.path")));
        files.forEach(file -> arguments.add(file.toString()));
        return Main.process(arguments.toArray(String[]::new));
    }

    private static String method(String statements) {
        return """
                import static org.assertj.core.api.Assertions.assertThat;

                import io.github.klaviyospark.emulator.*;
                import io.github.klaviyospark.spark.objects.*;
                import java.time.Duration;
                import java.util.*;
                import org.apache.spark.sql.*;

                class Snippet {

                    void run(SparkSession spark, Dataset<Row> pets, String objectTypeId) throws Exception {
                %s
                    }
                }
                """.formatted(statements);
    }

    private List<String> problems(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(found, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
            compiler.getTask(null, manager, found, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return found.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(Diagnostic::toString)
                .toList();
    }

    @Test
    void optionsAreThere() throws IOException {
        Set<String> known = Stream.concat(
                        OF_SPARK.stream(),
                        Pattern.compile("(?m)^\\| `(\\w+)`(?: \\(`(\\w+)`\\))?")
                                .matcher(Files.readString(Page.ROOT.resolve("docs/options.md")))
                                .results()
                                .map(MatchResult.class::cast)
                                .flatMap(row -> Stream.of(row.group(1), String.valueOf(row.group(2)))))
                .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        int looked = 0;
        for (Page page : Page.all()) {
            String text = String.join("\n", page.prose())
                    + page.blocks().stream().map(Page.Block::text).collect(Collectors.joining("\n"));
            List<String> named = OPTION.matcher(text)
                    .results()
                    .map(MatchResult.class::cast)
                    .map(option -> option.group(1))
                    .toList();
            looked += named.size();
            named.stream().filter(name -> !known.contains(name)).forEach(name -> unknown.add(page + ": " + name));
        }

        assertThat(unknown).isEmpty();
        assertThat(looked).isGreaterThan(30);
    }
}
