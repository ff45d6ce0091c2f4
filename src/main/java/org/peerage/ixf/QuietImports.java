package org.peerage.ixf;

import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.peerage.net.Asn;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/**
 * Imports that left nothing to do but to wait for networks: until the document changes, or something of the registry that they looked
 * at, the next one would do the same, and need not look (docs/spec/ixf.md §11.5). Known to this process alone, so that another
 * version of the program looks for itself.
 */
final class QuietImports {
    private final Map<Long, Quiet> known = new ConcurrentHashMap<>();

    /**
     * An import, with all that its plan came from.
     *
     * @param proposals what was left in the database when it was over
     * @param registry hash of what it saw there
     */
    private record Quiet(
            String document,
            Comparison.Settings settings,
            String proposals,
            NavigableSet<Long> networks,
            NavigableSet<Long> facilities,
            String registry) {}

    /** An import that looks is not noted before all of it is written, whatever becomes of it. */
    void forget(Row lan) {
        known.remove(lan.id());
    }

    /**
     * Notes what came of an import that was carried out.
     *
     * @param proposals what it left in the database, as {@link ProposalStore#digest} has it
     */
    void note(
            Snapshot snapshot,
            Row lan,
            MemberList list,
            String document,
            Comparison.Settings settings,
            Plan plan,
            String proposals) {
        if (!isQuiet(plan)) {
            forget(lan);
            return;
        }
        NavigableSet<Long> networks = new TreeSet<>();
        NavigableSet<Long> facilities = new TreeSet<>();
        list.members().forEach(member -> {
            networks.add(member.asn().value());
            member.connections().forEach(connection -> facilities.addAll(connection.facilities(list.facilities())));
        });
        known.put(
                lan.id(),
                new Quiet(
                        document,
                        withoutTime(settings),
                        proposals,
                        networks,
                        facilities,
                        seen(snapshot, lan, networks, facilities)));
    }

    /** Where no connection waits for the end of its grace, it makes no difference what time it is. */
    private static Comparison.Settings withoutTime(Comparison.Settings settings) {
        return settings.of(settings.feed(), Grace.NONE);
    }

    /**
     * Whether the last import of a LAN was quiet, and this one would see the same.
     *
     * @param proposals what there is of it in the database: others drop proposals as well
     */
    boolean isAsBefore(
            Snapshot snapshot, Row lan, String document, Comparison.Settings settings, Supplier<String> proposals) {
        return Optional.ofNullable(known.get(lan.id()))
                .filter(quiet -> quiet.document.equals(document) && quiet.settings.equals(withoutTime(settings)))
                .filter(quiet -> quiet.proposals.equals(proposals.get()))
                .filter(quiet -> quiet.registry.equals(seen(snapshot, lan, quiet.networks, quiet.facilities)))
                .isPresent();
    }

    /** Nothing was written, nothing stands against a proposal, and there is nothing that is told again after a while. */
    private static boolean isQuiet(Plan plan) {
        return plan.error().isEmpty()
                && plan.findings().stream().noneMatch(Finding::isError)
                && plan.steps().stream()
                        .allMatch(step -> step instanceof Step.Ignore
                                || step instanceof Step.Notice
                                || (step instanceof Step.Propose propose
                                        && propose.errors().isEmpty()
                                        && propose.until() == null));
    }

    private static String seen(Snapshot snapshot, Row lan, NavigableSet<Long> networks, NavigableSet<Long> facilities) {
        Lan now = Lan.of(snapshot, lan);
        NavigableSet<Long> all = new TreeSet<>(networks);
        StringBuilder text = new StringBuilder(4096);
        text.append(now.exchange().status())
                .append(lan.status())
                .append(Importer.url(lan))
                .append(lan.get(IxLan.IXF_IXP_IMPORT_ENABLED));
        now.prefixes().forEach(prefix -> text.append('\n').append(prefix));
        for (Row row : now.rows()) {
            all.add(row.get(NetIxLan.ASN).value());
            text.append('\n').append(row.id()).append(' ').append(row.get(NetIxLan.NET_ID));
            text.append(' ').append(row.get(NetIxLan.ASN)).append(' ').append(row.find(NetIxLan.IPADDR4));
            text.append(' ').append(row.find(NetIxLan.IPADDR6)).append(' ').append(row.get(NetIxLan.SPEED));
            text.append(' ').append(row.get(NetIxLan.IS_RS_PEER)).append(' ').append(row.get(NetIxLan.OPERATIONAL));
            text.append(' ').append(row.find(NetIxLan.IX_SIDE_ID));
        }
        for (long asn : all) {
            text.append('\n').append(asn);
            Network.find(snapshot, new Asn(asn)).ifPresent(network -> text.append(' ')
                    .append(network.row().id())
                    .append(network.row().status())
                    .append(network.automatic())
                    .append(network.usesIpv4())
                    .append(network.usesIpv6())
                    .append(network.excluded()));
        }
        for (long id : facilities) {
            Row facility = snapshot.find(Fac.TYPE, id);
            text.append('\n').append(id).append(facility != null && facility.isActive());
        }
        return Importer.hash(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
