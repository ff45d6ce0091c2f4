package org.peerage.web.organizations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.text.Email;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;
import org.peerage.web.people.KeyRules;

/** What a form says of a key of an organization, and what is wrong with it, by field. */
record KeyForm(String name, String email, Map<String, String> problems) {
    private static final int MAX_EMAIL_LENGTH = 254;

    KeyForm {
        problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems)); // in the order of the form
    }

    static KeyForm of(PageRequest request) {
        String name = request.value("name");
        String email = request.value("email");
        Map<String, String> problems = new LinkedHashMap<>();
        KeyRules.nameProblem(name).ifPresent(problem -> problems.put("name", problem));
        if (email.isEmpty()) {
            problems.put("email", Texts.text("common.fieldRequired"));
        } else if (!Email.isValid(email) || email.length() > MAX_EMAIL_LENGTH) {
            problems.put("email", Texts.text("account.invalidEmail"));
        }
        return new KeyForm(name, email, problems);
    }
}
