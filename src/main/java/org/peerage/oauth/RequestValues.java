package org.peerage.oauth;

import java.util.List;
import java.util.Map;

/** What an application sends, by name. */
final class RequestValues {
    private RequestValues() {}

    /** A value; empty where there is none. How long requests may be is for who reads them. */
    static String value(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
