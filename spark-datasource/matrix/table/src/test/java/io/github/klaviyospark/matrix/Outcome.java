package io.github.klaviyospark.matrix;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * What a module of the matrix left in its build folder.
 *
 * @param spark the version that ran
 * @param scala that of its Scala library
 * @param sha256 of the bundle that was tested
 * @param tests how many ran
 * @param failed how many of them failed
 * @param seconds how long they took
 */
record Outcome(String spark, String scala, String sha256, int tests, int failed, long seconds) {

    private static final String BUILD = "target";

    /** Those of all modules beside this one, in the order of their names. */
    static List<Outcome> all(Path matrix) throws IOException {
        try (Stream<Path> modules = Files.list(matrix)) {
            return modules.filter(module -> Files.exists(module.resolve(BUILD).resolve("matrix.properties")))
                    .sorted()
                    .map(Outcome::of)
                    .toList();
        }
    }

    private static Outcome of(Path module) {
        Path build = module.resolve(BUILD);
        Properties said = new Properties();
        int tests = 0;
        int failed = 0;
        double seconds = 0;
        try (InputStream in = Files.newInputStream(build.resolve("matrix.properties"));
                Stream<Path> reports = Files.list(build.resolve("surefire-reports"))) {
            said.load(in);
            for (Path report : reports.filter(
                            file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
                    .toList()) {
                Element suite = DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(report.toFile())
                        .getDocumentElement();
                tests += number(suite, "tests") - number(suite, "skipped");
                failed += number(suite, "failures") + number(suite, "errors");
                seconds += Double.parseDouble(suite.getAttribute("time"));
            }
        } catch (IOException | ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("The results in " + build + " cannot be read.", e);
        }
        return new Outcome(
                said.getProperty("spark"),
                said.getProperty("scala"),
                said.getProperty("sha256"),
                tests,
                failed,
                Math.round(seconds));
    }

    private static int number(Element suite, String attribute) {
        return Integer.parseInt(suite.getAttribute(attribute));
    }

    /** How long it took, for the log: no two runs take the same time. */
    String duration() {
        return "Spark %s for Scala %s: %d s".formatted(spark, scala, seconds);
    }

    /** Its line of the table. */
    String row() {
        return "| %s | %s | %d passed |".formatted(spark, scala.replaceAll("^(\\d+\\.\\d+).*", "$1"), tests - failed);
    }
}
