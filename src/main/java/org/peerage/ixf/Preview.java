package org.peerage.ixf;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.peerage.registry.types.Ix;
import org.peerage.schema.Row;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A plan that is shown and not carried out.
 *
 * @param hash of the document; empty: of none
 * @param fetched when the document came from the exchange; empty: it did not
 * @param made when
 */
public record Preview(Row lan, Row exchange, Plan plan, String hash, Optional<Instant> fetched, Instant made) {

    /** As an exchange sees it (docs/spec/ixf.md §7.1). */
    public String json() {
        ArrayNode lines = new PlanJson(lan, exchange).lines(plan.steps());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("data", lines);
        ArrayNode errors = json.putArray("errors");
        errors().forEach(errors::add);
        json.set("summary", PlanJson.summary(plan, lines));
        json.set("findings", PlanJson.findings(plan.findings()));
        fetched.ifPresentOrElse(when -> json.put("fetched", time(when)), () -> json.putNull("fetched"));
        json.put("sha256", hash);
        json.put("made", time(made));
        return PlanJson.text(json);
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Its lines, as in {@link #json}. */
    public List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        new PlanJson(lan, exchange).lines(plan.steps()).forEach(lines::add);
        return lines;
    }

    /** Those of them that would be done, and not only proposed. */
    public List<JsonNode> done() {
        return lines().stream()
                .filter(line -> !line.path("action").asString("").startsWith("suggest-"))
                .toList();
    }

    /** What a network would get by several of them: only what would be done, not what would be proposed (§7.2). */
    public static String json(List<Preview> previews) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode data = json.putArray("data");
        ArrayNode errors = json.putArray("errors");
        for (Preview preview : previews) {
            preview.done().forEach(data::add);
            String where = preview.exchange.get(Ix.NAME) + "(" + preview.lan.id() + "): ";
            preview.errors().forEach(error -> errors.add(where + error));
        }
        return PlanJson.text(json);
    }

    /** What is wrong with the document, in the words of mails and previews: why nothing is imported, or what of it is not. */
    public List<String> errors() {
        return plan.error().map(List::of).orElseGet(() -> plan.findings().stream()
                .filter(Finding::isError)
                .map(Finding::message)
                .toList());
    }
}
