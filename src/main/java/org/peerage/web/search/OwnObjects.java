package org.peerage.web.search;

import java.util.List;

/** What an organization of the visitor has. */
public record OwnObjects(String organization, String link, List<HitView> objects, int more) {
    public OwnObjects {
        objects = List.copyOf(objects);
    }
}
