package io.github.klaviyospark.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.Serializable;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.junit.jupiter.api.Test;

/** Rules that keep one jar running on every supported Spark and Scala version. */
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

    @Test
    void usesNoSessionsOrDatasets() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching(
                        "org\\.apache\\.spark\\.sql\\.(SparkSession|Dataset|DataFrame.*|SQLContext|Column|Row)")
                .because("they became interfaces with other descriptors in Spark 4")
                .check(CONNECTOR);
    }

    @Test
    void keepsToTheNameOfTheInterface() {
        classes()
                .that()
                .implement(org.apache.spark.sql.connector.write.Write.class)
                .or()
                .implement(org.apache.spark.sql.connector.write.BatchWrite.class)
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
                .should()
                .beAssignableTo(Serializable.class)
                .check(CONNECTOR);
    }
}
