package org.peerage.oauth;

import java.util.List;
import java.util.Map;

/** What an application sends, by name. */
final class RequestValues {
    private static final int MAX_LENGTH = 2000;

    private RequestValues() {}

    /** A value; empty where there is none, or it is longer than any that we made. */
    static String value(Map<String, List<String>> parameters, String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() || values.getFirst().length() > MAX_LENGTH ? "" : values.getFirst();
    }
}
