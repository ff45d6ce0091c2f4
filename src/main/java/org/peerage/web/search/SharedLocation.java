package org.peerage.web.search;

import java.util.List;

/**
 * A place where networks are.
 *
 * @param present for each of the networks compared, in their order, whether it is there
 * @param ports likewise its connections; at facilities there are none
 */
public record SharedLocation(
        String name, String link, String city, List<Boolean> present, List<List<IxConnection>> ports) {
    public SharedLocation {
        present = List.copyOf(present);
        ports = List.copyOf(ports);
    }

    public long count() {
        return present.stream().filter(there -> there).count();
    }
}
