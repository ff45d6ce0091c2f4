package org.peerage.ixf;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.peerage.net.Asn;

/**
 * What an import would do: the same for a preview and for the import itself.
 *
 * @param error why nothing is done at all
 * @param steps ignored members and entries first, then deletions, then the rest in the feed's order
 * @param findings about the document, in its order
 * @param networks how many networks have an entry that can be used
 * @param feed what the exchange says of itself
 * @param registry what networks say
 */
public record Plan(
        Optional<String> error, List<Step> steps, List<Finding> findings, int networks, Totals feed, Totals registry) {
    public Plan {
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
    }

    /** Members, connections and capacity (Mbit/s) of one side. */
    public record Totals(int members, int connections, long capacity) {
        static final Totals NONE = new Totals(0, 0, 0);
    }

    static Plan refused(String error, List<Finding> findings) {
        return new Plan(Optional.of(error), List.of(), findings, 0, Totals.NONE, Totals.NONE);
    }

    /** What is of one network. */
    public Plan of(Asn asn) {
        Predicate<Step> own = step -> step.asn().equals(asn);
        return new Plan(
                error,
                steps.stream().filter(own).toList(),
                findings.stream().filter(finding -> asn.equals(finding.asn())).toList(),
                networks,
                feed,
                registry);
    }
}
