package io.vestibule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.vestibule.platform.database.Database;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RestController;

/** Which room may know which: the walls of the design. */
@AnalyzeClasses(packages = "io.vestibule", importOptions = ImportOption.DoNotIncludeTests.class)
class ModularityTests {

    @ArchTest
    static final ArchRule hubDoesNotKnowThePortal = noClasses()
            .that()
            .resideInAPackage("io.vestibule.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vestibule.portal..")
            .because("they share the HTTP contract only, so that a firm's own portal can take its place");

    @ArchTest
    static final ArchRule portalDoesNotKnowTheHub = noClasses()
            .that()
            .resideInAPackage("io.vestibule.portal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vestibule.hub..")
            .because("they share the HTTP contract only, so that the portal is replaceable");

    @ArchTest
    static final ArchRule platformKnowsNeither = noClasses()
            .that()
            .resideInAPackage("io.vestibule.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.vestibule.hub..", "io.vestibule.portal..");

    @ArchTest
    static final ArchRule noRoomsInACircle =
            slices().matching("io.vestibule.(*).(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule canonicalModelIsFreeOfFrameworks = classes()
            .that()
            .resideInAPackage("io.vestibule.hub.canonical..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.vestibule.hub.canonical..", "java..", "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule onlyTheMappingRoomKnowsJsonata = noClasses()
            .that()
            .resideOutsideOfPackage("io.vestibule.hub.mapping..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.dashjoin..");

    @ArchTest
    static final ArchRule pagesAndApisReachTheDatabaseThroughStores = noClasses()
            .that()
            .areAnnotatedWith(Controller.class)
            .or()
            .areAnnotatedWith(RestController.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Database.class);
}
