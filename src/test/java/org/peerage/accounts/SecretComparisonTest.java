package org.peerage.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Time tells nothing of secrets: those that are compared at all are compared by code that takes as long whatever differs;
 * the rest is looked up by its SHA-256. Looked at in the code, for a clock would only tell of the machine.
 */
class SecretComparisonTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.peerage.oauth", "org.peerage.accounts", "org.peerage.access", "org.peerage.web.page");

    private static List<JavaMethodCall> calls(String type, String name) {
        List<JavaMethod> methods = CLASSES.get("org.peerage." + type).getMethods().stream()
                .filter(method -> method.getName().equals(name))
                .toList();
        assertThat(methods).as(type + "." + name).isNotEmpty();
        return methods.stream()
                .flatMap(method -> method.getMethodCallsFromSelf().stream())
                .toList();
    }

    private static boolean isConstantTime(JavaMethodCall call) {
        return call.getTarget().getFullName().startsWith(RandomTokens.class.getName() + ".areEqual(")
                || call.getTarget().getFullName().startsWith(MessageDigest.class.getName() + ".isEqual(");
    }

    @ParameterizedTest
    @CsvSource({
        "oauth.ApplicationStore, isSecret",
        "oauth.TokenEndpoint, isVerified",
        "access.credentials.ApiKey, matches",
        "accounts.RandomTokens, areEqual",
        "accounts.SignedTokens, ageOf",
        "accounts.factors.Totp, step",
        "web.page.PageRequest, hasValidCsrfToken"
    })
    void secretsAreComparedInConstantTime(String type, String method) {
        List<JavaMethodCall> calls = calls(type, method);

        assertThat(calls).anyMatch(SecretComparisonTest::isConstantTime);
        assertThat(calls)
                .noneMatch(call -> call.getTargetOwner().isEquivalentTo(String.class)
                        && Set.of("equals", "compareTo", "contentEquals", "startsWith", "regionMatches")
                                .contains(call.getName()));
    }

    /** Who compares a secret in a new place names it above. */
    @Test
    void placesThatCompareSecretsAreKnown() {
        Set<String> places = CLASSES.stream()
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(SecretComparisonTest::isConstantTime)
                .map(call -> call.getOriginOwner().getSimpleName() + "."
                        + call.getOrigin().getName())
                .collect(Collectors.toSet());

        assertThat(places).hasSize(8);
    }
}
