package org.firstbell.lms;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import jakarta.validation.Constraint;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.firstbell.lms");

    @Test
    void arrowsBetweenFeaturesGoOneWay() {
        slices().matching("org.firstbell.lms.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a feature must be readable without those that build on it")
                .check(OURS);
    }

    @Test
    void grantsKnowNoKindOfGrant() {
        noClasses()
                .that()
                .resideInAPackage("org.firstbell.lms.grant..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.firstbell.lms.course..", "org.firstbell.lms.privilege..", "org.firstbell.lms.enrolment..")
                .because("a new kind of grant is one new class, elsewhere")
                .check(OURS);
    }

    @Test
    void nobodyCallsTheEndpointsButHttp() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .onlyHaveDependentClassesThat()
                .haveNameMatching(".*Resource.*")
                .because("features talk to each other below HTTP")
                .check(OURS);
    }

    @Test
    void settingsHaveNoConstraints() {
        noMethods()
                .that()
                .areDeclaredInClassesThat()
                .areAnnotatedWith(ConfigMapping.class)
                .should()
                .beMetaAnnotatedWith(Constraint.class)
                .because(
                        "one is enough for a sixth of each start to go into validating settings: NonBlank does without")
                .check(OURS);
    }

    @Test
    void onlyTheClockTellsTheTime() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(LmsApi.class)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("a test must be able to put the clock forward")
                .check(OURS);
    }
}
