package org.peerage.ixf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;

/** What notices say, in the words of docs/spec/ixf.md §6. */
final class NoticeTexts {
    private static final int FINDINGS_TOLD = 50;

    private final Lan lan;
    private final Map<Long, Row> rows = new LinkedHashMap<>();

    NoticeTexts(Lan lan) {
        this.lan = lan;
        lan.rows().forEach(row -> rows.put(row.id(), row));
    }

    /** A proposal: what would have to be done, and why it cannot be. */
    String proposal(Proposal proposal) {
        List<String> lines = new ArrayList<>();
        Peering wanted = proposal.wanted();
        switch (proposal.kind()) {
            case ADD -> {
                Peering peering = Objects.requireNonNull(wanted);
                lines.add(head("CREATE", proposal.asn(), peering.ipv4(), peering.ipv6()));
                lines.add("- speed: " + speed(peering.speed()));
                lines.add("- operational: " + word(peering.operational()));
                lines.add("- is_rs_peer: " + word(peering.routeServer()));
                lines.add("- status: ok");
            }
            case MODIFY -> {
                lines.add(head(
                        "MODIFY",
                        proposal.asn(),
                        proposal.before().ipv4(),
                        proposal.before().ipv6()));
                Row row = rows.get(proposal.row());
                proposal.fields().forEach(field -> lines.add(change(field, row, Objects.requireNonNull(wanted))));
                proposal.merged().stream()
                        .map(rows::get)
                        .filter(Objects::nonNull)
                        .forEach(other -> lines.add("- and REMOVE the entry "
                                + Stream.of(other.find(NetIxLan.IPADDR4), other.find(NetIxLan.IPADDR6))
                                        .filter(Objects::nonNull)
                                        .map(IpAddress::toString)
                                        .reduce((one, two) -> one + " " + two)
                                        .orElse("")));
            }
            case DELETE ->
                lines.add(head(
                        "REMOVE",
                        proposal.asn(),
                        proposal.before().ipv4(),
                        proposal.before().ipv6()));
        }
        if (proposal.isReassigned()) {
            lines.add(proposal.reason() + ".");
        }
        // What is refused because another entry of the same run has the address still, is of no use to the reader.
        Map<String, String> errors = new TreeMap<>(proposal.errors());
        errors.values().removeIf(error -> error.contains("already exists") && !error.contains("another lan"));
        if (!errors.isEmpty()) {
            lines.add("It could not be done as it is:");
            errors.forEach((field, error) -> lines.add("  " + field + ": " + error));
        }
        return String.join("\n", lines);
    }

    private static String change(String field, @Nullable Row row, Peering wanted) {
        return switch (field) {
            case "ipaddr4" -> address("IPv4", wanted.ipv4());
            case "ipaddr6" -> address("IPv6", wanted.ipv6());
            default ->
                "- " + field + ": "
                        + (row == null
                                ? ""
                                : word(row.find(NetIxLan.TYPE.field(field).orElseThrow()))) + " to "
                        + word(value(wanted, field));
        };
    }

    private static @Nullable Object value(Peering wanted, String field) {
        return switch (field) {
            case "speed" -> wanted.speed();
            case "is_rs_peer" -> wanted.routeServer();
            default -> wanted.operational();
        };
    }

    private static String address(String family, @Nullable IpAddress address) {
        return address == null ? "- Clear " + family + " address" : "- Set " + family + " address " + address;
    }

    String reassigned(Step.Delete delete) {
        return head(
                        "REMOVE",
                        delete.asn(),
                        delete.row().find(NetIxLan.IPADDR4),
                        delete.row().find(NetIxLan.IPADDR6))
                + "\nThe entry has been removed: " + delete.reason() + ".";
    }

    String family(Step.Notice notice) {
        return "AS" + notice.asn() + " - IPv" + notice.family() + "\n" + notice.reason()
                + ". Such addresses are not imported. Either the network switches the family on, or the exchange leaves"
                + " them out.";
    }

    String stale(Proposal proposal) {
        return head(
                        "REMOVE",
                        proposal.asn(),
                        proposal.before().ipv4(),
                        proposal.before().ipv6())
                + "\nThe exchange has not listed this connection since at least "
                + proposal.memory().created().toString().substring(0, 10)
                + ". It will be removed if nothing changes.";
    }

    String stays(Proposal proposal) {
        return proposal(proposal) + "\nsince "
                + proposal.memory().created().toString().substring(0, 10);
    }

    String held(Map<String, Integer> reasons) {
        List<String> lines = new ArrayList<>();
        lines.add("Changes of the last import are held back until somebody has looked at them:");
        reasons.forEach((reason, count) -> lines.add("- " + count + " x " + reason));
        lines.add("If they are right, apply them on the page of the exchange's imports.");
        return String.join("\n", lines);
    }

    /** What is wrong with a feed, each with its place in the exchange's own file. */
    static String feed(String error, List<Finding> findings, String url) {
        List<String> lines = new ArrayList<>();
        if (!error.isEmpty()) {
            lines.add(error);
            lines.add("");
        }
        findings.stream().filter(Finding::isError).limit(FINDINGS_TOLD).forEach(finding -> {
            String where = finding.pointer().isEmpty() ? "the document" : finding.pointer();
            String line = finding.line() > 0 ? " (line " + finding.line() + ", column " + finding.column() + ")" : "";
            Asn asn = finding.asn();
            String got = finding.got().isEmpty() ? "" : ", got: " + finding.got();
            lines.add("- " + where + line + (asn == null ? "" : " AS" + asn) + ": "
                    + finding.message().lines().findFirst().orElse("") + got);
        });
        long more = findings.stream().filter(Finding::isError).count() - FINDINGS_TOLD;
        if (more > 0) {
            lines.add("- and " + more + " more");
        }
        lines.add("");
        lines.add("Feed: " + url);
        return String.join("\n", lines);
    }

    /** A list that cannot be had for long. */
    static String lost(String error, String url) {
        return "The exchange's member list has not been imported for a week or more: "
                + error.lines().findFirst().orElse("") + "\nFeed: " + url;
    }

    private String head(String word, Asn asn, @Nullable IpAddress four, @Nullable IpAddress six) {
        return word + " AS" + asn + " - " + (four == null ? "IPv4 not set" : four) + " - "
                + (six == null ? "IPv6 not set" : six) + " at "
                + lan.exchange().get(Ix.NAME);
    }

    /** As the reference writes values in mails. */
    private static String word(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean truth -> truth ? "True" : "False";
            default -> value.toString();
        };
    }

    static String speed(long speed) {
        return speed >= 1000 && speed % 1000 == 0 ? speed / 1000 + "G" : speed + "M";
    }
}
