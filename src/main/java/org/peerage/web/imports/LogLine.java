package org.peerage.web.imports;

import tools.jackson.databind.JsonNode;

/** A line of the log of an import, as a page lists it; texts are empty where there is nothing. */
public record LogLine(String action, String asn, String ipv4, String ipv6, String speed, String reason) {
    static LogLine of(JsonNode line) {
        return new LogLine(
                line.path("action").asString(""),
                line.path("asn").asString(""),
                line.path("ipaddr4").asString(""),
                line.path("ipaddr6").asString(""),
                line.path("speed").asString(""),
                line.path("reason").asString(""));
    }
}
