package org.peerage.web.imports;

import java.util.List;

/**
 * Something that an exchange and a network do not agree about.
 *
 * @param what add, modify or delete
 * @param feed what the exchange says
 * @param network what the network says
 * @param problems why it cannot be done as it is
 * @param dismissed whether the network does not want it
 */
public record DifferenceView(
        String what, String asn, String feed, String network, String reason, List<String> problems, boolean dismissed) {
    public DifferenceView {
        problems = List.copyOf(problems);
    }
}
