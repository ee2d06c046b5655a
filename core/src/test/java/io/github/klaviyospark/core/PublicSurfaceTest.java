package io.github.klaviyospark.core;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PublicSurfaceTest {

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.klaviyospark.core");

    @Test
    void showsNoTypeOfAThirdParty() {
        List<String> foreign = CORE.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC)
                        || unit.getModifiers().contains(JavaModifier.PROTECTED))
                .flatMap(PublicSurfaceTest::signature)
                .map(JavaClass::getBaseComponentType)
                .filter(not(resideInAnyPackage("java..", "javax..", "io.github.klaviyospark.core.."))
                        .and(new IsNoPrimitive()))
                .map(JavaClass::getName)
                .toList();

        assertThat(CORE).isNotEmpty();
        assertThat(foreign).isEmpty();
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(Stream.of(unit.getRawReturnType()), unit.getRawParameterTypes().stream());
    }

    @Test
    void tellsTimeInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.github.klaviyospark.core.time")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CORE);
    }

    private static final class IsNoPrimitive extends com.tngtech.archunit.base.DescribedPredicate<JavaClass> {

        IsNoPrimitive() {
            super("is no primitive");
        }

        @Override
        public boolean test(JavaClass type) {
            return !type.isPrimitive();
        }
    }
}
