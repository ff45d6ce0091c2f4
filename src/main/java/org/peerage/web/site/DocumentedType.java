package org.peerage.web.site;

import java.util.List;

/**
 * A type as the documentation shows it.
 *
 * @param relations names that filters can walk through, with the type at the other end
 */
public record DocumentedType(
        String typeName, String title, boolean creatable, List<DocumentedField> fields, List<String> relations) {
    public DocumentedType {
        fields = List.copyOf(fields);
        relations = List.copyOf(relations);
    }

    /**
     * A key of the type's JSON.
     *
     * @param kind such as text or number
     * @param about its rules in words
     * @param filter whether it is a filter
     */
    public record DocumentedField(String name, String kind, String about, boolean filter) {}
}
