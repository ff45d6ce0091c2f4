package org.peerage.web.search;

/** A network's connection to an exchange. */
public record IxConnection(String ipv4, String ipv6, String speed, boolean routeServer, boolean operational) {}
