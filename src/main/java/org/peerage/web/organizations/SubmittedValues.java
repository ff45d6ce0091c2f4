package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.Map;
import org.peerage.web.page.PageRequest;

/** What was typed into a form that comes back with what is wrong. */
final class SubmittedValues {
    private SubmittedValues() {}

    static Map<String, String> of(PageRequest request, String... names) {
        Map<String, String> typed = new HashMap<>();
        for (String name : names) {
            typed.put(name, request.isPost() ? request.value(name) : "");
        }
        return typed;
    }
}
