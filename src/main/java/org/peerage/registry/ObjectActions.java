package org.peerage.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.CampusWithinReach;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Violation;
import org.peerage.registry.rules.WorkingCopy;
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
final class ObjectActions {
    Decision requestImport(Operation.RequestImport request, Author author, WorkingCopy workingCopy) {
        Row exchange = workingCopy.find(Ix.TYPE, request.exchange());
        if (exchange == null || exchange.status() == Status.DELETED) {
            return refused(new Refusal.ObjectNotFound(Ix.TYPE));
        }
        String namespace = Ix.TYPE.namespace(exchange, workingCopy);
        if (!author.may(AccessRight.CREATE, namespace) || !author.may(AccessRight.UPDATE, namespace)) {
            return refused(new Refusal.NotPermitted());
        }
        if (exchange.get(Ix.IXF_IMPORT_REQUEST_STATUS).equals("importing")) {
            return refused(new Refusal.Invalid(List.of(
                    new Violation(Violation.NO_FIELD, "Import is currently ongoing", Violation.MessageForm.LISTED))));
        }
        Row asked = exchange.toBuilder()
                .set(Ix.IXF_IMPORT_REQUEST, workingCopy.now())
                .set(Ix.IXF_IMPORT_REQUEST_STATUS, "queued")
                .build();
        workingCopy.derive(asked);
        return new Decision.Applied(asked, lanOf(asked, workingCopy), List.of());
    }

    /** Ids of an exchange's LAN and its first active prefix, where there is one. */
    private static Map<String, Long> lanOf(Row exchange, WorkingCopy workingCopy) {
        Map<String, Long> extras = new LinkedHashMap<>();
        for (Row lan : workingCopy.referring(IxLan.IX_ID, exchange.id())) {
            extras.putIfAbsent("ixlan_id", lan.id());
            workingCopy.referring(IxPfx.IXLAN_ID, lan.id()).stream()
                    .filter(Row::isActive)
                    .findFirst()
                    .ifPresent(prefix -> extras.putIfAbsent("ixpfx_id", prefix.id()));
        }
        return extras;
    }

    Decision consent(Operation.Consent consent, Author author, WorkingCopy workingCopy) {
        Row link = workingCopy.find(CarrierFac.TYPE, consent.carrierFacility());
        if (link == null || link.status() == Status.DELETED) {
            return refused(new Refusal.ObjectNotFound(CarrierFac.TYPE));
        }
        Row facility = Objects.requireNonNull(workingCopy.find(Fac.TYPE, link.get(CarrierFac.FAC_ID)));
        if (!author.may(AccessRight.CREATE, Fac.TYPE.namespace(facility, workingCopy))) {
            return refused(Refusal.Forbidden.of(AccessRight.CREATE, facility));
        }
        if (consent.approved()) {
            return Decision.Applied.of(workingCopy.save(
                    link.toBuilder().set(CarrierFac.STATUS, Status.OK), WorkingCopy.ChangeKind.UPDATE));
        }
        workingCopy.delete(link);
        return Decision.Applied.of(link);
    }

    Decision membership(Operation.CampusMembership membership, Author author, WorkingCopy workingCopy) {
        Row facility = workingCopy.find(Fac.TYPE, membership.facility());
        if (facility == null || facility.status() == Status.DELETED) {
            return refused(new Refusal.ObjectNotFound(Fac.TYPE));
        }
        if (!author.may(AccessRight.UPDATE, Fac.TYPE.namespace(facility, workingCopy))) {
            return refused(Refusal.Forbidden.of(AccessRight.UPDATE, facility));
        }
        return membership.member()
                ? join(membership.campus(), facility, author, workingCopy)
                : Decision.Applied.of(
                        workingCopy.save(facility.toBuilder().set(Fac.CAMPUS_ID, null), WorkingCopy.ChangeKind.UPDATE));
    }

    private static Decision join(long id, Row facility, Author author, WorkingCopy workingCopy) {
        Row campus = workingCopy.find(Campus.TYPE, id);
        if (campus == null || campus.status() == Status.DELETED) {
            return refused(new Refusal.ObjectNotFound(Campus.TYPE));
        }
        if (!author.may(AccessRight.CREATE, Campus.TYPE.namespace(campus, workingCopy))) {
            return refused(Refusal.Forbidden.of(AccessRight.CREATE, campus));
        }
        if (!campus.get(Campus.ORG_ID).equals(facility.get(Fac.ORG_ID))) {
            return refused(new Refusal.Message(400, ""));
        }
        return CampusWithinReach.problem(facility, id, workingCopy)
                .<Decision>map(problem -> refused(new Refusal.Invalid(
                        List.of(new Violation(Violation.NO_FIELD, problem, Violation.MessageForm.LISTED)))))
                .orElseGet(() -> {
                    return Decision.Applied.of(workingCopy.save(
                            facility.toBuilder().set(Fac.CAMPUS_ID, id), WorkingCopy.ChangeKind.UPDATE));
                });
    }

    Decision side(Operation.ConnectionFacility side, Author author, WorkingCopy workingCopy) {
        return withPeering(side.peering(), side.exchangeSide(), author, workingCopy, peering -> {
            Field<Long> field = side.exchangeSide() ? NetIxLan.IX_SIDE_ID : NetIxLan.NET_SIDE_ID;
            Long facility = side.facility();
            if (facility != null && !isLinked(peering, side.exchangeSide(), facility, workingCopy)) {
                return refused(new Refusal.Message(404, "Facility not found."));
            }
            return Decision.Applied.of(
                    workingCopy.save(peering.toBuilder().set(field, facility), WorkingCopy.ChangeKind.UPDATE));
        });
    }

    Decision invalidSide(Operation.InvalidConnectionFacility side, Author author, WorkingCopy workingCopy) {
        return withPeering(
                side.peering(),
                side.exchangeSide(),
                author,
                workingCopy,
                peering -> refused(new Refusal.Message(400, "['invalid facility']")));
    }

    /** To put one in place takes the right to change and to make, to remove one that to delete. */
    @SuppressWarnings("unchecked")
    Decision setLogo(Operation.SetLogo wanted, Author author, WorkingCopy workingCopy) {
        Row row = workingCopy.find(wanted.type(), wanted.id());
        Field<?> field = wanted.type().field("logo").orElse(null);
        if (row == null || row.status() == Status.DELETED || field == null) {
            return refused(new Refusal.ObjectNotFound(wanted.type()));
        }
        String namespace = row.type().namespace(row, workingCopy);
        boolean may = wanted.url() == null
                ? author.may(AccessRight.DELETE, namespace)
                : author.may(AccessRight.UPDATE, namespace) && author.may(AccessRight.CREATE, namespace);
        if (!may) {
            return refused(new Refusal.NotPermitted());
        }
        return Decision.Applied.of(workingCopy.save(
                row.toBuilder().set((Field<String>) field, wanted.url()), WorkingCopy.ChangeKind.UPDATE));
    }

    private static Decision withPeering(
            long id,
            boolean exchangeSide,
            Author author,
            WorkingCopy workingCopy,
            java.util.function.Function<Row, Decision> then) {
        Row peering = workingCopy.find(NetIxLan.TYPE, id);
        if (peering == null || peering.status() == Status.DELETED) {
            return refused(new Refusal.Message(404, "NetworkIXLan not found."));
        }
        Row lan = Objects.requireNonNull(workingCopy.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        ObjectType type = exchangeSide ? Ix.TYPE : Net.TYPE;
        Row owner = Objects.requireNonNull(
                workingCopy.find(type, exchangeSide ? lan.get(IxLan.IX_ID) : peering.get(NetIxLan.NET_ID)));
        if (!author.may(AccessRight.CREATE, type.namespace(owner, workingCopy))) {
            String typeName = type.typeName();
            return refused(new Refusal.Message(
                    403, "Only admins of " + typeName + " can set or unset the " + typeName + "_side"));
        }
        return then.apply(peering);
    }

    private static boolean isLinked(Row peering, boolean exchangeSide, long facility, WorkingCopy workingCopy) {
        if (!exchangeSide) {
            return workingCopy.referring(NetFac.NET_ID, peering.get(NetIxLan.NET_ID)).stream()
                    .anyMatch(link -> link.isActive() && link.get(NetFac.FAC_ID) == facility);
        }
        Row lan = Objects.requireNonNull(workingCopy.find(IxLan.TYPE, peering.get(NetIxLan.IXLAN_ID)));
        return workingCopy.referring(IxFac.IX_ID, lan.get(IxLan.IX_ID)).stream()
                .anyMatch(link -> link.isActive() && link.get(IxFac.FAC_ID) == facility);
    }

    private static Decision refused(Refusal refusal) {
        return Decision.Rejected.of(refusal);
    }
}
