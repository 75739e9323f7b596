package io.vestibule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vestibule.portal.access.Access;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Repository;

/** House rules that a compiler doesn't know. */
@AnalyzeClasses(packages = "io.vestibule", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final Pattern EMPTY_NAMES =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Data|Info|Base|DTO|Dto|Common|Service)");
    private static final Set<String> CLOCK_FACTORIES = Set.of("systemUTC", "systemDefaultZone", "system");

    @ArchTest
    static final ArchRule nobodyAsksTheMachineForTheTime = noClasses()
            .that()
            .resideOutsideOfPackage("io.vestibule.platform.time..")
            .should()
            .callCodeUnitWhere(DescribedPredicate.describe("it asks for the time", ArchitectureTests::asksForTheTime))
            .because("business time comes from the injected Clock, leases from the database");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = classes()
            .should(new ArchCondition<>("have a name that says something") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (EMPTY_NAMES.matcher(type.getSimpleName()).matches()) {
                        events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " ends in a word that says nothing"));
                    }
                }
            });

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                        events.add(SimpleConditionEvent.violated(type, type.getPackageName() + " has no @NullMarked"));
                    }
                }
            });

    /** Promise 5: no client ever sees another client's data, by any path. */
    @ArchTest
    static final ArchRule everyMethodOfAPortalStoreTakesAnAccess = methods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.vestibule.portal..")
            .and()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Repository.class)
            .should(new ArchCondition<>("take an Access") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    boolean pure = method.getModifiers().contains(JavaModifier.STATIC);
                    boolean takesAccess =
                            method.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Access.class));
                    if (!pure && !takesAccess) {
                        events.add(SimpleConditionEvent.violated(method, method.getFullName() + " takes no Access"));
                    }
                }
            });

    private static boolean asksForTheTime(JavaCall<?> call) {
        JavaClass owner = call.getTargetOwner();
        String name = call.getName();
        boolean emptyDate = owner.isEquivalentTo(Date.class)
                && name.equals("<init>")
                && call.getTarget().getRawParameterTypes().isEmpty();
        return emptyDate
                || (owner.isAssignableTo(Temporal.class)
                        && name.equals("now")
                        && call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(Clock.class)))
                || (owner.isEquivalentTo(System.class) && name.equals("currentTimeMillis"))
                || (owner.isEquivalentTo(Clock.class) && CLOCK_FACTORIES.contains(name));
    }
}
