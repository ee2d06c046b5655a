package io.github.klaviyospark.spark.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests one local session for the whole JVM, on loopback, without a user interface. */
public final class SparkExtension implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SparkExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(Session.class, key -> new Session(), Session.class)
                .spark;
    }

    private static final class Session implements AutoCloseable {

        private final SparkSession spark;

        private Session() {
            Path folder = temporary();
            spark = SparkSession.builder()
                    .master("local[2]")
                    .appName("tests")
                    .config("spark.ui.enabled", "false")
                    .config("spark.driver.host", "127.0.0.1")
                    .config("spark.driver.bindAddress", "127.0.0.1")
                    .config("spark.sql.shuffle.partitions", "3")
                    .config("spark.sql.warehouse.dir", folder.toString())
                    .config("spark.sql.session.timeZone", "Asia/Kolkata")
                    .getOrCreate();
        }

        private static Path temporary() {
            try {
                return Files.createTempDirectory("spark-tests");
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            spark.stop();
        }
    }
}
