package org.peerage.ixf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param unreadable members of which something could not be read, so that nothing of theirs goes
 * @param claims addresses that networks keep though the feed gives them to others, with a time that counts or is over
 * @param contact who is told of mistakes in the document; empty: the exchange
 */
public record Plan(
        Optional<String> error,
        List<Step> steps,
        List<Finding> findings,
        int networks,
        Totals feed,
        Totals registry,
        Set<Asn> unreadable,
        Set<Grace.Claim> claims,
        String contact) {
    public Plan {
        claims = Set.copyOf(claims);
        steps = List.copyOf(steps);
        findings = List.copyOf(findings);
        unreadable = Set.copyOf(unreadable);
    }

    /** Members, connections and capacity (Mbit/s) of one side. */
    public record Totals(int members, int connections, long capacity) {
        static final Totals NONE = new Totals(0, 0, 0);
    }

    static Plan refused(String error, List<Finding> findings) {
        return refused(error, findings, "");
    }

    static Plan refused(String error, List<Finding> findings, String contact) {
        return new Plan(
                Optional.of(error), List.of(), findings, 0, Totals.NONE, Totals.NONE, Set.of(), Set.of(), contact);
    }

    Plan with(List<Step> others) {
        return new Plan(error, others, findings, networks, feed, registry, unreadable, claims, contact);
    }

    Plan withFindings(List<Finding> others) {
        return new Plan(error, steps, others, networks, feed, registry, unreadable, claims, contact);
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
                registry,
                unreadable,
                claims,
                contact);
    }
}
