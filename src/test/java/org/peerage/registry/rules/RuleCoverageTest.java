package org.peerage.registry.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A rule is not finished before a test says what it refuses and what it lets through. */
class RuleCoverageTest {
    /** What rules are written with, and what holds them together. */
    private static final Set<Class<?>> NO_RULES = Set.of(
            Author.class,
            Draft.class,
            DraftReader.class,
            ExternalFacts.class,
            RequestFields.class,
            ValidationErrors.class,
            Refusal.class,
            AccessRight.class,
            Rule.class,
            ReplacementCheck.class,
            TrustedAuthor.class,
            RuleBook.class,
            Violation.class,
            WorkingCopy.class);

    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(RuleBook.class.getPackageName());

    @Test
    void everyRuleIsCoveredByARulesTest() {
        Set<String> covered = CLASSES.stream()
                .filter(test -> test.isAnnotatedWith(Covers.class))
                .flatMap(test ->
                        Arrays.stream(test.reflect().getAnnotation(Covers.class).value()))
                .map(Class::getName)
                .collect(Collectors.toSet());
        Set<String> others = NO_RULES.stream().map(Class::getName).collect(Collectors.toSet());

        Set<String> rules = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && isShipped(type))
                .map(JavaClass::getName)
                .filter(name -> !name.endsWith(".package-info") && !others.contains(name))
                .collect(Collectors.toSet());

        assertThat(rules).hasSizeGreaterThan(40);
        assertThat(covered)
                .as("name each rule in the @Covers of the …RulesTest that tests it")
                .containsExactlyInAnyOrderElementsOf(rules);
    }

    /** Whether a class comes from where the rule book comes from, not from among the tests. */
    private static boolean isShipped(JavaClass type) {
        return type.reflect()
                .getProtectionDomain()
                .getCodeSource()
                .equals(RuleBook.class.getProtectionDomain().getCodeSource());
    }
}
