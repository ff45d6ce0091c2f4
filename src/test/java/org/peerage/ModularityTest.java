package org.peerage;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Arrows between packages point one way: down this list. */
class ModularityTest {
    private static final List<String> FROM_TOP_TO_BOTTOM = List.of(
            "cli",
            "http",
            "web",
            "whois",
            "api",
            "jobs",
            "sync",
            "copies",
            "ixf",
            "search",
            "oauth",
            "accounts",
            "access",
            "registry",
            "rdap",
            "snapshot",
            "store",
            "schema",
            "i18n",
            "text",
            "net",
            "trace");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.peerage");

    @TestFactory
    List<DynamicTest> noPackageUsesOneAboveIt() {
        return IntStream.range(1, FROM_TOP_TO_BOTTOM.size())
                .mapToObj(place -> DynamicTest.dynamicTest(FROM_TOP_TO_BOTTOM.get(place), () -> checkDownwards(place)))
                .toList();
    }

    @Test
    void typesDoNotKnowTheRegistryAroundThem() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.peerage.registry.types")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.peerage.registry", "org.peerage.snapshot..", "org.peerage.store..")
                .check(CLASSES);
    }

    @Test
    void snapshotDoesNotKnowTheDatabases() {
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.peerage.snapshot..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.peerage.store..")
                .check(CLASSES);
    }

    /** So that nothing of it is loaded while traces are off. */
    @Test
    void oneClassKnowsOpenTelemetry() {
        ArchRuleDefinition.noClasses()
                .that()
                .haveNameNotMatching("org\\.peerage\\.trace\\.OpenTelemetryTracer.*")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("org.peerage.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @TestFactory
    List<DynamicTest> roomsOfOnePackageFormNoCircle() {
        return Stream.of("api", "access", "accounts")
                .map(house -> DynamicTest.dynamicTest(house, () -> slices().assignedFrom(rooms("org.peerage." + house))
                        .should()
                        .beFreeOfCycles()
                        .check(CLASSES)))
                .toList();
    }

    /** Each package in a house is a slice, the house's own one, too. */
    private static SliceAssignment rooms(String house) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
                String name = javaClass.getPackageName();
                return name.equals(house) || name.startsWith(house + ".")
                        ? SliceIdentifier.of(name)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "rooms of " + house;
            }
        };
    }

    private static void checkDownwards(int place) {
        String[] above = FROM_TOP_TO_BOTTOM.subList(0, place).stream()
                .map(name -> "org.peerage." + name + "..")
                .toArray(String[]::new);
        ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage("org.peerage." + FROM_TOP_TO_BOTTOM.get(place) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .allowEmptyShould(true)
                .check(CLASSES);
    }
}
