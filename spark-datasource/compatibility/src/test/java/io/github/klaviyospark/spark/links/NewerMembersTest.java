package io.github.klaviyospark.spark.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.klaviyospark.spark.links.Reference.Form;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Spark has since 4.0 only cannot be referred to by a jar that runs on 3.5: some methods of its interfaces are given without
 * {@code @Override}, some are looked up by name. No compiler and no linker says when they change, so this does.
 */
@Tag("matrix")
class NewerMembersTest {

    private static final boolean SPARK_4 =
            System.getProperty("spark.version.expected").startsWith("4.");
    private static final Linker SPARK = new Linker(new Types(ClassLoader.getSystemClassLoader()));

    @ParameterizedTest
    @CsvSource({
        "write/KlaviyoWrite, write/Write, reportDriverMetrics, ()[Lorg/apache/spark/sql/connector/metric/CustomTaskMetric;",
        "write/KlaviyoDataWriter, write/DataWriter, writeAll, (Ljava/util/Iterator;)V",
    })
    void givesMethodsThatSpark4Calls(String ours, String type, String name, String descriptor) throws IOException {
        String owner = "org/apache/spark/sql/connector/" + type;
        String givenBy = "io/github/klaviyospark/spark/" + ours;
        try (URLClassLoader bundle =
                new Jar(Path.of(System.getProperty("bundle.jar"))).beside(ClassLoader.getSystemClassLoader())) {
            Types types = new Types(bundle);
            TypeFile given = types.find(givenBy).orElseThrow();

            assertThat(given.methods()).containsKey(name + descriptor);
            assertThat(types.isSubtype(given, owner)).isTrue();
        }
        assertThat(SPARK.finds(new Reference(Form.INTERFACE_METHOD, owner, name, descriptor)))
                .isEqualTo(SPARK_4);
    }

    /** Values of the type VARIANT are made by these. */
    @ParameterizedTest
    @CsvSource({
        "STATIC_METHOD, types/variant/VariantBuilder, parseJson, (Ljava/lang/String;Z)Lorg/apache/spark/types/variant/Variant;",
        "METHOD, types/variant/Variant, getValue, ()[B",
        "METHOD, types/variant/Variant, getMetadata, ()[B",
        "METHOD, unsafe/types/VariantVal, <init>, ([B[B)V",
    })
    void looksUpWhatSpark4Has(Form form, String type, String name, String descriptor) {
        assertThat(SPARK.finds(new Reference(form, "org/apache/spark/" + type, name, descriptor)))
                .isEqualTo(SPARK_4);
    }
}
