package org.peerage.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Draft;
import org.peerage.registry.rules.DraftReader;
import org.peerage.registry.rules.Facts;
import org.peerage.registry.rules.Family;
import org.peerage.registry.rules.FirstPrefix;
import org.peerage.registry.rules.Input;
import org.peerage.registry.rules.Protection;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.Right;
import org.peerage.registry.rules.RuleBook;
import org.peerage.registry.rules.Work;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.Org;
import org.peerage.schema.Field;
import org.peerage.schema.JsonBuffer;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Effect;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Decides operations: a function of the registry, who asks and what is asked. Neither the database nor the network is
 * touched, so that a decision can be tried, repeated and tested.
 */
public final class Writer {
    private final RegistrySettings settings;
    private final DraftReader reader;
    private final Actions actions;

    public Writer(RegistrySettings settings) {
        this.settings = settings;
        this.reader = new DraftReader(
                new RuleBook(settings.contact(), settings.suggestions(), settings.documentationNumbers()));
        this.actions = new Actions();
    }

    /**
     * Decides one operation. What it changes is in {@code work}, which is of no further use after a refusal; what
     * follows from it (counters) is not: see {@link org.peerage.registry.rules.Derivations}.
     *
     * @param all whether to look for all that is wrong, not for what comes first
     */
    public Decision decide(Operation operation, Author author, Facts facts, Work work, boolean all) {
        return switch (operation) {
            case Operation.Create(ObjectType type, Input input) -> create(type, input, author, facts, work, all);
            case Operation.Update(ObjectType type, long id, Input input) ->
                update(type, id, input, author, facts, work, all);
            case Operation.Delete(ObjectType type, long id) -> delete(type, id, author, work);
            case Operation.RequestImport request -> actions.requestImport(request, author, work);
            case Operation.Consent consent -> actions.consent(consent, author, work);
            case Operation.Membership membership -> actions.membership(membership, author, work);
            case Operation.Side side -> actions.side(side, author, work);
            case Operation.SetLogo logo -> actions.setLogo(logo, author, work);
            case Operation.NoteImport note -> forStaff(author, () -> Imports.note(note, work));
            case Operation.SetExchangeSide side -> forStaff(author, () -> Imports.setSide(side, work));
            case Operation.SetExchangeSideAt side -> forStaff(author, () -> Imports.setSide(side, work));
            case Operation.ReleaseAddress release -> forStaff(author, () -> Imports.release(release, work));
            case Operation.InvalidSide side -> actions.invalidSide(side, author, work);
            case Operation.Adopt adopt -> Adoption.of(adopt, work);
            case Operation.Approve approval -> forStaff(author, () -> Approval.approve(approval, work));
            case Operation.Deny denial -> forStaff(author, () -> Approval.deny(denial, work));
            case Operation.Merge merge -> forStaff(author, () -> Merging.merge(merge, work));
            case Operation.Undelete undelete -> forStaff(author, () -> Undeletion.undelete(undelete, work));
        };
    }

    /** Decides a piece of a write that needs nothing from the RIRs; refused, it leaves {@code work} as it was. */
    public Optional<Refusal> decide(WritePiece piece, Author author, Work work) {
        if (!piece.expected().stream().allMatch(row -> row.equals(work.find(row.type(), row.id())))) {
            return Optional.of(new Refusal.Outdated());
        }
        Work trial = work.fork();
        for (Operation operation : piece.operations()) {
            if (decide(operation, author, Facts.NONE, trial, true)
                    instanceof Decision.Refused(Refusal refusal, var effects)) {
                return Optional.of(refusal);
            }
        }
        work.adopt(trial);
        return Optional.empty();
    }

    /** Nothing is granted under this namespace, so that only those who may everything may this. */
    private static Decision forStaff(Author author, Supplier<Decision> decision) {
        return author.may(Right.DELETE, "peeringdb.staff")
                ? decision.get()
                : Decision.Refused.of(new Refusal.NotPermitted());
    }

    private Decision create(ObjectType type, Input sent, Author author, Facts facts, Work work, boolean all) {
        boolean suggested = sent.has("suggest") && (type == Fac.TYPE || type == Net.TYPE);
        Input input = suggested ? suggestion(sent) : sent;
        Draft draft = Draft.ofNew(type, input, work, author, facts);
        reader.read(draft, all);
        Optional<Decision> unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        draft.set(type.status(), statusOfNew(type, suggested));
        reader.save(draft, all);
        unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Optional<Row> deleted = Revival.candidate(draft);
        Row.Builder row = deleted.map(before -> Revival.of(before, draft)).orElseGet(draft::values);
        Right right = deleted.isPresent() ? Right.UPDATE : Right.CREATE;
        String namespace = type.namespace(row.build(), work);
        if (!author.may(right, namespace)) {
            return Decision.Refused.of(Refusal.Forbidden.within(right, type, namespace));
        }
        Revival.makeRoom(draft);
        complete(row, draft);
        Row made = deleted.isPresent() ? work.save(row, Work.Kind.REVIVE) : work.create(row);
        Map<String, Long> extras = type == Ix.TYPE ? lan(made, input, work) : Map.of();
        return new Decision.Applied(made, extras, announcements(made, suggested, author), shown(draft));
    }

    private Decision update(ObjectType type, long id, Input input, Author author, Facts facts, Work work, boolean all) {
        Row before = work.find(type, id);
        if (before == null || before.status() == Status.DELETED) {
            return Decision.Refused.of(new Refusal.NotFound(type));
        }
        if (!author.may(Right.UPDATE, type.namespace(before, work))) {
            return Decision.Refused.of(new Refusal.NotPermitted());
        }
        Draft draft = Draft.of(before, input, work, author, facts);
        reader.read(draft, all);
        Optional<Decision> unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (!author.may(Right.UPDATE, draft.namespace()) && movesParent(draft)) {
            return Decision.Refused.of(Refusal.Forbidden.within(Right.UPDATE, type, draft.namespace()));
        }
        reader.save(draft, all);
        unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Revival.makeRoom(draft);
        Row saved = work.save(draft.values(), Work.Kind.UPDATE);
        return new Decision.Applied(saved, Map.of(), List.of(), shown(draft));
    }

    private Decision delete(ObjectType type, long id, Author author, Work work) {
        Row row = work.find(type, id);
        if (row == null || row.status() == Status.DELETED) {
            return Decision.Applied.of(null);
        }
        if (!author.may(Right.DELETE, type.namespace(row, work))) {
            return Decision.Refused.of(Refusal.Forbidden.of(Right.DELETE, row));
        }
        Optional<String> reason = Protection.reason(row, work);
        if (reason.isPresent()) {
            String text = reason.get() + " - Please contact " + settings.contact()
                    + " to help with the deletion of this object";
            return new Decision.Refused(
                    new Refusal.Message(403, text),
                    List.of(Tickets.about(
                            "[PROTECTED] Deletion prevented: " + type.tag() + "-" + id + " " + label(row),
                            row,
                            author.actor())));
        }
        cascade(row, work);
        return Decision.Applied.of(null);
    }

    /** Deletes a row and what hangs under it (docs/spec/objects.md §1.8). */
    private static void cascade(Row row, Work work) {
        work.delete(row);
        for (Field<Long> reference : Family.children(row.type())) {
            for (Row child : work.referring(reference, row.id())) {
                if (child.status() != Status.DELETED) {
                    cascade(child, work);
                }
            }
        }
        if (row.type() == Campus.TYPE) {
            for (Row member : work.referring(Fac.CAMPUS_ID, row.id())) {
                if (member.status() != Status.DELETED) {
                    work.derive(member.toBuilder().set(Fac.CAMPUS_ID, null).build());
                }
            }
        }
    }

    private static Optional<Decision> unfit(Draft draft) {
        if (draft.needed().isPresent()) {
            return Optional.of(new Decision.Needs(draft.needed().get()));
        }
        if (!draft.problems().isEmpty()) {
            return Optional.of(
                    Decision.Refused.of(new Refusal.Invalid(draft.problems().of(draft.type()))));
        }
        return draft.refusal().map(Decision.Refused::of);
    }

    private static boolean movesParent(Draft draft) {
        return Family.parents(draft.type()).stream().anyMatch(draft::changes);
    }

    /**
     * What the answer shows as it was sent, before it was put in order: a list that is null, also where a new facility
     * has none, and the first of a network's types.
     */
    private static Map<String, String> shown(Draft draft) {
        Map<String, String> shown = new HashMap<>();
        for (Field<List<String>> list : List.of(Net.INFO_TYPES, Fac.AVAILABLE_VOLTAGE_SERVICES)) {
            if (list.owner() != draft.type()) {
                continue;
            }
            JsonNode sent = draft.input().find(list.name()).orElse(null);
            boolean none = sent == null ? draft.isNew() && list == Fac.AVAILABLE_VOLTAGE_SERVICES : sent.isNull();
            if (none && draft.get(list).isEmpty()) {
                shown.put(list.name(), "null");
            }
            if (sent != null && list == Net.INFO_TYPES) {
                draft.input().words(list.name()).stream()
                        .findFirst()
                        .filter(draft.get(list)::contains)
                        .ifPresent(first -> shown.put(
                                Net.INFO_TYPE.name(),
                                new JsonBuffer(64).quoted(first).toString()));
            }
        }
        return shown;
    }

    private Input suggestion(Input sent) {
        Map<String, JsonNode> values = new HashMap<>(sent.values());
        values.put("org_id", JsonNodeFactory.instance.numberNode(settings.suggestions()));
        return new Input(values, sent.form());
    }

    private static Status statusOfNew(ObjectType type, boolean suggested) {
        boolean queued =
                type == Org.TYPE || type == Fac.TYPE || type == Carrier.TYPE || type == Ix.TYPE || type == Campus.TYPE;
        return queued || suggested ? Status.PENDING : Status.OK;
    }

    private static void complete(Row.Builder row, Draft draft) {
        if (draft.type() == Net.TYPE) {
            row.set(Net.RIR_STATUS, "pending")
                    .set(Net.RIR_STATUS_UPDATED, draft.work().now());
        }
    }

    /** An exchange comes with its LAN, which has its id, and a first prefix (docs/spec/objects.md §2.4). */
    private static Map<String, Long> lan(Row exchange, Input input, Work work) {
        Row lan = work.create(IxLan.TYPE
                .row()
                .set(IxLan.ID, exchange.id())
                .set(IxLan.IX_ID, exchange.id())
                .set(IxLan.STATUS, exchange.status()));
        IpPrefix prefix = FirstPrefix.of(input).orElseThrow();
        Optional<Row> deleted = work.having(IxPfx.PREFIX, prefix).stream().findFirst();
        Row.Builder first = deleted.map(Row::toBuilder)
                .orElseGet(() -> IxPfx.TYPE.row().set(IxPfx.ID, work.newId(IxPfx.TYPE)))
                .set(IxPfx.IXLAN_ID, lan.id())
                .set(IxPfx.PREFIX, prefix)
                .set(IxPfx.PROTOCOL, prefix.isV6() ? "IPv6" : "IPv4")
                .set(IxPfx.STATUS, exchange.status());
        Row made = deleted.isPresent() ? work.save(first, Work.Kind.REVIVE) : work.create(first);
        Map<String, Long> extras = new LinkedHashMap<>();
        extras.put("ixlan_id", lan.id());
        extras.put("ixpfx_id", made.id());
        return extras;
    }

    /** What is new and not approved is told to those who approve (docs/spec/objects.md §1.4). */
    private static List<Effect> announcements(Row made, boolean suggested, Author author) {
        if (made.status() != Status.PENDING || made.type() == Campus.TYPE) {
            return List.of();
        }
        String subject = (suggested ? "[SUGGEST] " : "") + made.type().title() + " - " + label(made);
        return List.of(Tickets.about(subject, made, author.actor()));
    }

    private static String label(Row row) {
        if (row.type() == NetIxLan.TYPE) {
            return "AS" + row.get(NetIxLan.ASN);
        }
        return row.type()
                .field("name")
                .or(() -> row.type().field("prefix"))
                .map(field -> String.valueOf(row.find(field)))
                .orElse("");
    }
}
