package org.peerage.web.page;

import java.util.List;

/** An organization of who is signed in, and its networks, for the menu of every page. */
public record OwnOrganization(String name, String url, boolean manages, String panelUrl, List<OwnNetwork> networks) {
    public OwnOrganization {
        networks = List.copyOf(networks);
    }

    /** One of its networks. */
    public record OwnNetwork(String name, String asn, String url) {}
}
