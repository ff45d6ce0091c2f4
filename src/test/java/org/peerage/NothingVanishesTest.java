package org.peerage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Set;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;
import org.peerage.testing.Prerequisites;

/** Tests are left out in one way only, which is counted and named. */
class NothingVanishesTest {
    private static final Set<String> WAYS_TO_VANISH = Set.of(
            Assumptions.class.getName(),
            org.junit.jupiter.api.Assumptions.class.getName(),
            TestAbortedException.class.getName(),
            Disabled.class.getName());
    private static final String CONDITIONS = "org.junit.jupiter.api.condition";

    @Test
    void noTestIsSkippedButForANamedPrerequisite() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Prerequisites.class.getName())
                .and()
                .doNotHaveFullyQualifiedName(NothingVanishesTest.class.getName())
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "skip tests",
                        (JavaClass type) -> WAYS_TO_VANISH.contains(type.getName())
                                || type.getPackageName().equals(CONDITIONS)))
                .check(new ClassFileImporter()
                        .importUrl(NothingVanishesTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()));
    }
}
