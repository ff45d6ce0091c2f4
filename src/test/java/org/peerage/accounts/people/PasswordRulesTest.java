package org.peerage.accounts.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "password1234",
                "P@ssw0rd2026!",
                "Sunshine2026!!",
                "qwertyuiop12",
                "123456789012",
                "aaaaaaaaaaaa",
                "abc1abc1abc1",
                "1q2w3e4r5t6y",
                "dragonmonkey",
                "Correct horse battery staple",
                "Dragon-Monkey1",
                "ada.lovelace1",
                "ecalevol.ada99",
                "ada@example.net",
            })
    void commonPasswordsAreRefused(String password) {
        assertThat(PasswordRules.problem(password, "ada.lovelace", "ada@example.net"))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nine silver lanterns",
                "Tr4verse-the-1ce-shelf",
                "kX9#vQ2!mZ7@pL4",
                "übermäßig viele Wörter",
                "83629471a5530",
            })
    void uncommonPasswordsAreAccepted(String password) {
        assertThat(PasswordRules.problem(password, "ada.lovelace", "ada@example.net"))
                .isEmpty();
    }

    @Test
    void veryLongPasswordIsRefusedBeforeItIsHashed() {
        assertThat(PasswordRules.problem("ab1$".repeat(300), "ada", "ada@example.net"))
                .hasValue("A password can have at most 1024 characters.");
    }
}
