package io.github.klaviyospark.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import java.util.stream.Collectors;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.streaming.StreamingDataWriterFactory;
import org.junit.jupiter.api.Test;

/**
 * Rules that keep one jar running on every supported Spark and Scala version. That each member it uses is there in all of them is
 * shown with the finished jars, by the link check of the compatibility suite.
 */
class PortabilityTest {

    private static final JavaClasses CONNECTOR = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.klaviyospark.spark");

    @Test
    void usesNoScalaCollections() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("scala.collection..")
                .because("their packages differ between Scala 2.12 and 2.13")
                .check(CONNECTOR);
    }

    /** What takes a DataFrame and gives one cannot do without; it keeps to calls that are the same in all versions. */
    private static final String OBJECTS = "io.github.klaviyospark.spark.objects";

    @Test
    void usesNoSessionsOrDatasets() {
        noClasses()
                .that()
                .resideOutsideOfPackage(OBJECTS)
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.apache\\.spark\\.sql\\.(SparkSession|Dataset|DataFrame.*|SQLContext|Column|Row)")
                .because("they became interfaces with other descriptors in Spark 4")
                .check(CONNECTOR);
    }

    @Test
    void callsOnlyWhatIsTheSameInAllVersionsOnDatasets() {
        assertThat(CONNECTOR.stream()
                        .filter(type -> type.getPackageName().equals(OBJECTS))
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .map(JavaMethodCall::getTarget)
                        .filter(method -> method.getOwner().getPackageName().equals("org.apache.spark.sql"))
                        .map(method -> method.getOwner().getSimpleName() + "." + method.getName() + "("
                                + method.getRawParameterTypes().stream()
                                        .map(JavaClass::getSimpleName)
                                        .collect(Collectors.joining(", "))
                                + ")")
                        .distinct())
                .as("calls whose descriptors the link check compares on all versions")
                .containsExactlyInAnyOrder(
                        "Dataset.filter(String)",
                        "Dataset.groupBy(String, String[])",
                        "Dataset.mapPartitions(MapPartitionsFunction, Encoder)",
                        "Dataset.orderBy(String, String[])",
                        "Dataset.repartition(int, Column[])",
                        "Dataset.schema()",
                        "Dataset.selectExpr(String[])",
                        "Dataset.sortWithinPartitions(Column[])",
                        "Dataset.toDF(String[])",
                        "Dataset.union(Dataset)",
                        "Encoders.row(StructType)",
                        "RelationalGroupedDataset.count()",
                        "Row.getString(int)",
                        "RowFactory.create(Object[])",
                        "functions.col(String)");
    }

    @Test
    void keepsToTheNameOfTheInterface() {
        classes()
                .that()
                .implement(org.apache.spark.sql.connector.write.Write.class)
                .or()
                .implement(org.apache.spark.sql.connector.write.BatchWrite.class)
                .or()
                .implement(org.apache.spark.sql.connector.write.streaming.StreamingWrite.class)
                .or()
                .implement(org.apache.spark.sql.connector.catalog.Table.class)
                .should()
                .haveSimpleNameStartingWith("Klaviyo")
                .check(CONNECTOR);
    }

    @Test
    void keepsWhatTravelsSerializable() {
        classes()
                .that()
                .implement(DataWriterFactory.class)
                .or()
                .implement(StreamingDataWriterFactory.class)
                .should()
                .beAssignableTo(Serializable.class)
                .check(CONNECTOR);
    }
}
