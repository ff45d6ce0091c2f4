package org.peerage.web.imports;

import java.util.ArrayList;
import java.util.List;
import org.peerage.ixf.Finding;
import org.peerage.ixf.Plan;
import org.peerage.ixf.Preview;
import org.peerage.registry.types.Ix;
import tools.jackson.databind.JsonNode;

/**
 * A preview as a table.
 *
 * @param errors why nothing would be imported, or what of it
 */
public record PreviewView(
        long exchange,
        String name,
        List<Line> lines,
        List<String> errors,
        List<Finding> findings,
        Plan.Totals feed,
        Plan.Totals registry) {
    public PreviewView {
        lines = List.copyOf(lines);
        errors = List.copyOf(errors);
        findings = List.copyOf(findings);
    }

    /**
     * A line.
     *
     * @param held why it waits for somebody; empty: it does not
     * @param conflict why it cannot be done as it is; empty: it can
     */
    public record Line(
            String action,
            String asn,
            String ipv4,
            String ipv6,
            String speed,
            String routeServer,
            String reason,
            String held,
            String conflict) {

        static Line of(JsonNode line) {
            JsonNode peer = line.path("peer");
            return new Line(
                    line.path("action").asString(""),
                    peer.path("asn").asString(""),
                    peer.path("ipaddr4").asString(""),
                    peer.path("ipaddr6").asString(""),
                    peer.path("speed").asString(""),
                    peer.path("is_rs_peer").asString(""),
                    line.path("reason").asString(""),
                    line.path("held").asString(""),
                    line.path("conflict").isMissingNode() ? "" : conflict(line.path("conflict")));
        }

        private static String conflict(JsonNode conflict) {
            List<String> parts = new ArrayList<>();
            conflict.properties()
                    .forEach(entry -> parts.add(
                            entry.getKey() + ": " + entry.getValue().path(0).asString("")));
            return String.join("; ", parts);
        }
    }

    static PreviewView of(Preview preview) {
        return new PreviewView(
                preview.exchange().id(),
                preview.exchange().get(Ix.NAME),
                preview.lines().stream().map(Line::of).toList(),
                preview.errors(),
                preview.plan().findings(),
                preview.plan().feed(),
                preview.plan().registry());
    }
}
