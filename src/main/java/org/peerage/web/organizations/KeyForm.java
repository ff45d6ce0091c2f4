package org.peerage.web.organizations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.text.Email;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What a form says of a key of an organization, and what is wrong with it, by field. */
record KeyForm(String name, String email, Map<String, String> problems) {
    private static final int MAX_NAME_LENGTH = 150;
    private static final int MAX_EMAIL_LENGTH = 254;

    KeyForm {
        problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems)); // in the order of the form
    }

    static KeyForm of(PageRequest request) {
        String name = request.value("name");
        String email = request.value("email");
        Map<String, String> problems = new LinkedHashMap<>();
        if (name.isEmpty()) {
            problems.put("name", Texts.text("common.fieldRequired"));
        } else if (name.length() > MAX_NAME_LENGTH) {
            problems.put("name", Texts.text("common.tooLong", MAX_NAME_LENGTH));
        }
        if (email.isEmpty()) {
            problems.put("email", Texts.text("common.fieldRequired"));
        } else if (!Email.isValid(email) || email.length() > MAX_EMAIL_LENGTH) {
            problems.put("email", Texts.text("account.invalidEmail"));
        }
        return new KeyForm(name, email, problems);
    }
}
