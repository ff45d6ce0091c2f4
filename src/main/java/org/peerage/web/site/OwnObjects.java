package org.peerage.web.site;

import java.util.List;

/**
 * What an organization of the visitor has.
 *
 * @param more how many objects are not listed
 */
public record OwnObjects(String organization, String link, List<OwnObject> objects, int more) {
    public OwnObjects {
        objects = List.copyOf(objects);
    }

    /**
     * One of them.
     *
     * @param detail its type, and what tells it from others of that name
     */
    public record OwnObject(String name, String detail, String link) {}
}
