package org.peerage.web.organizations;

import java.util.HashMap;
import java.util.Map;
import org.peerage.web.page.Visit;

/** What was typed into a form that comes back with what is wrong. */
final class Typed {
    private Typed() {}

    static Map<String, String> of(Visit visit, String... names) {
        Map<String, String> typed = new HashMap<>();
        for (String name : names) {
            typed.put(name, visit.isPost() ? visit.value(name) : "");
        }
        return typed;
    }
}
