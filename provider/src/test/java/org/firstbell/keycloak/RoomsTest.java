package org.firstbell.keycloak;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.firstbell.keycloak", importOptions = DoNotIncludeTests.class)
class RoomsTest {

    @ArchTest
    static final ArchRule PLACEHOLDERS_KNOW_NOTHING_ELSE = noClasses()
            .that()
            .resideInAPackage("..placeholder")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..keycloak.claim",
                    "..keycloak.event",
                    "..keycloak.delivery",
                    "..keycloak.person",
                    "..keycloak.admin")
            .because("the marker is what all the others agree on");

    @ArchTest
    static final ArchRule THE_CLAIM_KNOWS_ONLY_PLACEHOLDERS = noClasses()
            .that()
            .resideInAPackage("..claim")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..keycloak.event", "..keycloak.delivery", "..keycloak.admin")
            .because("a claim must work, and be readable, whoever is told about it");

    @ArchTest
    static final ArchRule PEOPLE_ARE_ONLY_LOOKED_AT = noClasses()
            .that()
            .resideInAPackage("..person")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..keycloak.claim", "..keycloak.event", "..keycloak.delivery", "..keycloak.admin")
            .because("what is so does not depend on what has been told of it");

    @ArchTest
    static final ArchRule DELIVERIES_CARRY_WITHOUT_LOOKING = noClasses()
            .that()
            .resideInAPackage("..delivery")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..keycloak.placeholder", "..keycloak.claim", "..keycloak.event", "..keycloak.admin")
            .because("what an event means is none of the outbox's business");

    @ArchTest
    static final ArchRule THE_DECISION_KNOWS_NO_KEYCLOAK = noClasses()
            .that()
            .haveSimpleNameStartingWith("ClaimPolicy")
            .or()
            .haveSimpleNameStartingWith("ClaimSettings")
            .or()
            .haveSimpleNameStartingWith("BrokeredIdentity")
            .or()
            .haveSimpleName("Account")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.keycloak..")
            .because("it is decided from values only, and tested as a table");

    @ArchTest
    static final ArchRule ONLY_THE_OUTBOX_TOUCHES_ITS_TABLE = noClasses()
            .that()
            .resideInAPackage("..delivery")
            .and()
            .doNotHaveSimpleName("Outbox")
            .and()
            .doNotHaveSimpleName("Receivers")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.persistence..")
            .andShould()
            .notBeAnnotatedWith(jakarta.persistence.Entity.class)
            .because("moving to another outbox must touch one class");
}
