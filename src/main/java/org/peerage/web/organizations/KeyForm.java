package org.peerage.web.organizations;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.peerage.text.Email;
import org.peerage.web.page.Visit;

/** What a form says of a key of an organization, and what is wrong with it, by field. */
record KeyForm(String name, String email, Map<String, String> problems) {
    private static final int LONGEST_NAME = 150;
    private static final int LONGEST_EMAIL = 254;

    KeyForm {
        problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems)); // in the order of the form
    }

    static KeyForm of(Visit visit) {
        String name = visit.value("name");
        String email = visit.value("email");
        Map<String, String> problems = new LinkedHashMap<>();
        if (name.isEmpty()) {
            problems.put("name", "This field is required.");
        } else if (name.length() > LONGEST_NAME) {
            problems.put("name", "Ensure this field has no more than " + LONGEST_NAME + " characters.");
        }
        if (email.isEmpty()) {
            problems.put("email", "This field is required.");
        } else if (!Email.isValid(email) || email.length() > LONGEST_EMAIL) {
            problems.put("email", "Enter a valid email address.");
        }
        return new KeyForm(name, email, problems);
    }
}
