package org.peerage.web.objects;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.ixf.DocumentsBusyException;
import org.peerage.ixf.Peering;
import org.peerage.ixf.Step;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.Contacts;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.web.page.PageRequest;

/** What one wants to know before adding a connection: what is missing, which prefixes the LAN has, what is free in them. */
final class ConnectionHelp {
    private static final int OFFERED = 4;

    private final PageRequest request;
    private final Row network;

    ConnectionHelp(PageRequest request, Row network) {
        this.request = request;
        this.network = network;
    }

    /** What keeps the network from having connections at all, whatever is typed. */
    List<FormView.Precondition> preconditions() {
        List<FormView.Precondition> missing = new ArrayList<>();
        if (!network.isActive()) {
            missing.add(new FormView.Precondition(text("object.precondition.approval"), ""));
        }
        if (!Contacts.reachable(request.snapshot(), network.id())) {
            missing.add(new FormView.Precondition(text("object.precondition.contact"), network.url() + "/add/poc"));
        }
        return missing;
    }

    /** About the exchange that the text means; empty texts and unclear ones mean none. */
    LanView lan(String typed) {
        String url = network.url() + "/add/netixlan?part=lan&ixlan_id=";
        List<Row> meant = typed.isEmpty() ? List.of() : ObjectPicker.resolve(Ix.TYPE, typed, request.snapshot());
        if (meant.size() != 1) {
            return LanView.none(url);
        }
        Row exchange = meant.getFirst();
        Row lan = request.snapshot().find(IxLan.TYPE, exchange.id());
        return lan == null
                ? LanView.none(url)
                : new LanView(url, exchange.get(Ix.NAME), exchange.url(), prefixes(lan), feed(lan));
    }

    private List<LanView.LanPrefix> prefixes(Row lan) {
        Snapshot snapshot = request.snapshot();
        List<IpAddress> taken = snapshot.referring(NetIxLan.IXLAN_ID, lan.id()).stream()
                .filter(port -> port.status() != Status.DELETED)
                .flatMap(port -> Stream.of(
                        Optional.ofNullable(port.find(NetIxLan.IPADDR4)),
                        Optional.ofNullable(port.find(NetIxLan.IPADDR6))))
                .flatMap(Optional::stream)
                .map(IpAddress::withoutZone)
                .toList();
        return snapshot.referring(IxPfx.IXLAN_ID, lan.id()).stream()
                .filter(Row::isActive)
                .map(row -> row.get(IxPfx.PREFIX))
                .sorted()
                .map(prefix -> prefix(prefix, taken))
                .toList();
    }

    private static LanView.LanPrefix prefix(IpPrefix prefix, List<IpAddress> taken) {
        return new LanView.LanPrefix(
                prefix.toString(),
                prefix.isV6() ? NetIxLan.IPADDR6.name() : NetIxLan.IPADDR4.name(),
                (int) taken.stream().filter(prefix::contains).count(),
                FreeAddresses.of(prefix, taken, OFFERED).stream()
                        .map(IpAddress::toString)
                        .toList());
    }

    /** What the last member list that was fetched has for the network, and the registry has not. */
    private List<LanView.FeedPort> feed(Row lan) {
        List<Step> steps;
        try {
            steps = request.services()
                    .importer()
                    .cached(lan, network.get(Net.ASN))
                    .plan()
                    .steps();
        } catch (DocumentsBusyException busy) {
            return List.of(); // the form is of use without
        }
        return steps.stream()
                .map(ConnectionHelp::missing)
                .filter(Objects::nonNull)
                .map(peering -> new LanView.FeedPort(
                        Peering.text(peering.ipv4()),
                        Peering.text(peering.ipv6()),
                        ValueFormatter.speed(peering.speed())))
                .toList();
    }

    private static @Nullable Peering missing(Step step) {
        return switch (step) {
            case Step.Add add -> add.peering();
            case Step.Propose propose when propose.kind() == Step.Kind.ADD -> propose.peering();
            default -> null;
        };
    }
}
