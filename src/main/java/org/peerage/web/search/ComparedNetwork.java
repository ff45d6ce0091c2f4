package org.peerage.web.search;

/**
 * One of the networks that are compared.
 *
 * @param without the comparison without it; empty where two would not be left
 */
public record ComparedNetwork(
        String name, String asn, String link, String policy, int exchanges, int facilities, String without) {}
