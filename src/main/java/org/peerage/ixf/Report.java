package org.peerage.ixf;

import java.util.ArrayList;
import java.util.List;
import org.peerage.net.Asn;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What an import found out about a feed: totals of both sides, and the first of its findings. */
public record Report(Plan.Totals feed, Plan.Totals registry, List<Finding> findings) {
    public static final Report EMPTY = new Report(Plan.Totals.NONE, Plan.Totals.NONE, List.of());
    static final String NONE = "{}";
    private static final int KEPT_FINDINGS = 200;

    public Report {
        findings = List.copyOf(findings);
    }

    static String of(Plan plan) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("feed", PlanJson.totals(plan.feed()));
        json.set("registry", PlanJson.totals(plan.registry()));
        json.set("findings", PlanJson.findings(kept(plan.findings())));
        return json.toString();
    }

    static String of(List<Finding> findings) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("findings", PlanJson.findings(kept(findings)));
        return json.toString();
    }

    /** What is not imported is told before what is only odd. */
    private static List<Finding> kept(List<Finding> findings) {
        List<Finding> kept =
                new ArrayList<>(findings.stream().filter(Finding::isError).toList());
        findings.stream().filter(finding -> !finding.isError()).forEach(kept::add);
        return kept.subList(0, Math.min(kept.size(), KEPT_FINDINGS));
    }

    static Report read(String text) {
        JsonNode json = JsonMapper.shared().readTree(text);
        List<Finding> findings = new ArrayList<>();
        json.path("findings")
                .forEach(each -> findings.add(new Finding(
                        each.path("severity").asString("").equals("error")
                                ? Finding.Severity.ERROR
                                : Finding.Severity.WARNING,
                        each.path("pointer").asString(""),
                        each.path("line").asInt(0),
                        each.path("column").asInt(0),
                        each.path("asn").isNumber() ? new Asn(each.path("asn").asLong()) : null,
                        each.path("message").asString(""),
                        each.path("got").asString(""))));
        return new Report(totals(json.path("feed")), totals(json.path("registry")), findings);
    }

    private static Plan.Totals totals(JsonNode json) {
        return new Plan.Totals(
                json.path("members").asInt(0),
                json.path("connections").asInt(0),
                json.path("capacity").asLong(0));
    }
}
