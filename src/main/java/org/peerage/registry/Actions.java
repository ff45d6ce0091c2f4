package org.peerage.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.CampusWithinReach;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Right;
import org.peerage.registry.rules.Violation;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.CarrierFac;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** What can be done to objects besides changing their fields. */
final class Actions {
    Decision requestImport(Operation.RequestImport request, Author author, Work work) {
        Row exchange = work.find(Ix.TYPE, request.exchange());
        if (exchange == null || exchange.status() == Status.DELETED) {
            return refused(new Refusal.NotFound(Ix.TYPE));
        }
        String namespace = Ix.TYPE.namespace(exchange, work);
        if (!author.may(Right.CREATE, namespace) || !author.may(Right.UPDATE, namespace)) {
            return refused(new Refusal.NotPermitted());
        }
        if (exchange.get(Ix.IXF_IMPORT_REQUEST_STATUS).equals("importing")) {
            return refused(new Refusal.Message(400, "Import is currently ongoing"));
        }
        Row asked = exchange.toBuilder()
                .set(Ix.IXF_IMPORT_REQUEST, work.now())
                .set(Ix.IXF_IMPORT_REQUEST_STATUS, "queued")
                .build();
        work.derive(asked);
        return new Decision.Applied(asked, lanOf(asked, work), List.of());
    }

    /** Ids of an exchange's LAN and its first active prefix, where there is one. */
    private static Map<String, Long> lanOf(Row exchange, Work work) {
        Map<String, Long> extras = new LinkedHashMap<>();
        for (Row lan : work.referring(IxLan.IX_ID, exchange.id())) {
            extras.putIfAbsent("ixlan_id", lan.id());
            work.referring(IxPfx.IXLAN_ID, lan.id()).stream()
                    .filter(Row::isOk)
                    .findFirst()
                    .ifPresent(prefix -> extras.putIfAbsent("ixpfx_id", prefix.id()));
        }
        return extras;
    }

    Decision consent(Operation.Consent consent, Author author, Work work) {
        Row link = work.find(CarrierFac.TYPE, consent.carrierFacility());
        if (link == null || link.status() == Status.DELETED) {
            return refused(new Refusal.NotFound(CarrierFac.TYPE));
        }
        Row facility = Objects.requireNonNull(work.find(Fac.TYPE, link.get(CarrierFac.FAC_ID)));
        if (!author.may(Right.CREATE, Fac.TYPE.namespace(facility, work))) {
            return refused(Refusal.Forbidden.of(Right.CREATE, facility));
        }
        if (consent.approved()) {
            return Decision.Applied.of(work.save(link.toBuilder().set(CarrierFac.STATUS, Status.OK), Work.Kind.UPDATE));
        }
        work.delete(link);
        return Decision.Applied.of(link);
    }

    Decision membership(Operation.Membership membership, Author author, Work work) {
        Row facility = work.find(Fac.TYPE, membership.facility());
        if (facility == null || facility.status() == Status.DELETED) {
            return refused(new Refusal.NotFound(Fac.TYPE));
        }
        if (!author.may(Right.UPDATE, Fac.TYPE.namespace(facility, work))) {
            return refused(Refusal.Forbidden.of(Right.UPDATE, facility));
        }
        return membership.member()
                ? join(membership.campus(), facility, author, work)
                : Decision.Applied.of(work.save(facility.toBuilder().set(Fac.CAMPUS_ID, null), Work.Kind.UPDATE));
    }

    private static Decision join(long id, Row facility, Author author, Work work) {
        Row campus = work.find(Campus.TYPE, id);
        if (campus == null || campus.status() == Status.DELETED) {
            return refused(new Refusal.NotFound(Campus.TYPE));
        }
        if (!author.may(Right.CREATE, Campus.TYPE.namespace(campus, work))) {
            return refused(Refusal.Forbidden.of(Right.CREATE, campus));
        }
        if (!campus.get(Campus.ORG_ID).equals(facility.get(Fac.ORG_ID))) {
            return refused(new Refusal.Message(400, ""));
        }
        return CampusWithinReach.problem(facility, id, work)
                .<Decision>map(problem -> refused(new Refusal.Invalid(
                        List.of(new Violation(Violation.NO_FIELD, problem, Violation.Form.LISTED)))))
                .orElseGet(() -> {
                    return Decision.Applied.of(
                            work.save(facility.toBuilder().set(Fac.CAMPUS_ID, id), Work.Kind.UPDATE));
                });
    }

    Decision side(Operation.Side side, Author author, Work work) {
        return withPeering(side.peering(), side.exchangeSide(), author, work, peering -> {
            Field<Long> field = side.exchangeSide() ? NetIxLan.IX_SIDE_ID : NetIxLan.NET_SIDE_ID;
            Long facility = side.facility();
            if (facility != null && !isLinked(peering, side.exchangeSide(), facility, work)) {
                return refused(new Refusal.Message(404, "Facility not found."));
            }
            return Decision.Applied.of(work.save(peering.toBuilder().set(field, facility), Work.Kind.UPDATE));
        });
    }

    Decision invalidSide(Operation.InvalidSide side, Author author, Work work) {
        return withPeering(
                side.peering(),
                side.exchangeSide(),
                author,
                work,
                peering -> refused(new Refusal.Message(400, "['invalid facility']")));
    }

    /** To put one in place takes the right to change and to make, to remove one that to delete. */
    @SuppressWarnings("unchecked")
    Decision setLogo(Operation.SetLogo wanted, Author author, Work work) {
        Row row = work.find(wanted.type(), wanted.id());
        Field<?> field = wanted.type().field("logo").orElse(null);
        if (row == null || row.status() == Status.DELETED || field == null) {
            return refused(new Refusal.NotFound(wanted.type()));
        }
        String namespace = row.type().namespace(row, work);
        boolean may = wanted.address() == null
                ? author.may(Right.DELETE, namespace)
                : author.may(Right.UPDATE, namespace) && author.may(Right.CREATE, namespace);
        if (!may) {
            return refused(new Refusal.NotPermitted());
        }
        return Decision.Applied.of(
                work.save(row.toBuilder().set((Field<String>) field, wanted.address()), Work.Kind.UPDATE));
    }

    private static Decision withPeering(
            long id, boolean exchangeSide, Author author, Work work, java.util.function.Function<Row, Decision> then) {
        Row peering = work.find(NetIxLan.TYPE, id);
        if (peering == null || peering.status() == Status.DELETED) {
            return refused(new Refusal.Message(404, "NetworkIXLan not found."));
        }
        Row lan = Objects.requireNonNull(work.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        ObjectType type = exchangeSide ? Ix.TYPE : Net.TYPE;
        Row owner = Objects.requireNonNull(
                work.find(type, exchangeSide ? lan.get(IxLan.IX_ID) : peering.get(NetIxLan.NET_ID)));
        if (!author.may(Right.CREATE, type.namespace(owner, work))) {
            String tag = type.tag();
            return refused(
                    new Refusal.Message(403, "Only admins of " + tag + " can set or unset the " + tag + "_side"));
        }
        return then.apply(peering);
    }

    private static boolean isLinked(Row peering, boolean exchangeSide, long facility, Work work) {
        if (!exchangeSide) {
            return work.referring(NetFac.NET_ID, peering.get(NetIxLan.NET_ID)).stream()
                    .anyMatch(link -> link.isOk() && link.get(NetFac.FAC_ID) == facility);
        }
        Row lan = Objects.requireNonNull(work.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        return work.referring(IxFac.IX_ID, lan.get(IxLan.IX_ID)).stream()
                .anyMatch(link -> link.isOk() && link.get(IxFac.FAC_ID) == facility);
    }

    private static Decision refused(Refusal refusal) {
        return Decision.Refused.of(refusal);
    }
}
