package org.peerage.registry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.peerage.net.IpPrefix;
import org.peerage.registry.rules.AccessRight;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.DeletionGuard;
import org.peerage.registry.rules.Draft;
import org.peerage.registry.rules.DraftReader;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.FirstPrefix;
import org.peerage.registry.rules.GhostPeers;
import org.peerage.registry.rules.Hierarchy;
import org.peerage.registry.rules.MemberListReadable;
import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.RuleBook;
import org.peerage.registry.rules.WorkingCopy;
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
import org.peerage.store.OutboxEntry;
import org.peerage.store.Ticket;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Decides operations: a function of the registry, who asks and what is asked. Neither the database nor the network is
 * touched, so that a decision can be tried, repeated and tested.
 */
public final class OperationHandler {
    private final RegistrySettings settings;
    private final RuleBook rules;
    private final DraftReader reader;
    private final ObjectActions actions;

    public OperationHandler(RegistrySettings settings) {
        this.settings = settings;
        this.rules = new RuleBook(settings.contact(), settings.suggestions(), settings.documentationNumbers());
        this.reader = new DraftReader(rules);
        this.actions = new ObjectActions();
    }

    RuleBook rules() {
        return rules;
    }

    /**
     * Decides one operation. What it changes is in {@code work}, which is of no further use after a refusal; what
     * follows from it (counters) is not: see {@link org.peerage.registry.rules.Derivations}.
     *
     * @param all whether to look for all that is wrong, not for what comes first
     */
    public Decision decide(
            Operation operation, Author author, ExternalFacts externalFacts, WorkingCopy workingCopy, boolean all) {
        return switch (operation) {
            case Operation.Create(ObjectType type, RequestFields input) ->
                create(type, input, author, externalFacts, workingCopy, all);
            case Operation.Update(ObjectType type, long id, RequestFields input) ->
                update(type, id, input, author, externalFacts, workingCopy, all);
            case Operation.Delete(ObjectType type, long id) -> delete(type, id, author, workingCopy);
            case Operation.RequestImport request -> actions.requestImport(request, author, workingCopy);
            case Operation.Consent consent -> actions.consent(consent, author, workingCopy);
            case Operation.CampusMembership membership -> actions.membership(membership, author, workingCopy);
            case Operation.ConnectionFacility side -> actions.side(side, author, workingCopy);
            case Operation.SetLogo logo -> actions.setLogo(logo, author, workingCopy);
            case Operation.NoteImport note -> forStaff(author, () -> Imports.note(note, workingCopy));
            case Operation.SetExchangeSide side -> forStaff(author, () -> Imports.setSide(side, workingCopy));
            case Operation.SetExchangeSideAt side -> forStaff(author, () -> Imports.setSide(side, workingCopy));
            case Operation.ReleaseAddress release -> forStaff(author, () -> Imports.release(release, workingCopy));
            case Operation.InvalidConnectionFacility side -> actions.invalidSide(side, author, workingCopy);
            case Operation.ClaimAsn adopt -> AsnClaim.claim(adopt, workingCopy);
            case Operation.Approve approval -> forStaff(author, () -> Approval.approve(approval, workingCopy));
            case Operation.Deny denial -> forStaff(author, () -> Approval.deny(denial, workingCopy));
            case Operation.EraseContact(long id) ->
                forStaff(author, () -> CustodialActions.eraseContact(id, workingCopy));
            case Operation.NoteRirStatus note ->
                forStaff(author, () -> CustodialActions.noteRirStatus(note, workingCopy));
            case Operation.Merge merge -> forStaff(author, () -> OrganizationMergeWrite.merge(merge, workingCopy));
            case Operation.UndoMerge undo -> forStaff(author, () -> OrganizationMergeWrite.undo(undo, workingCopy));
            case Operation.MergeObjects merge -> forStaff(author, () -> ObjectMerge.merge(merge, workingCopy));
            case Operation.Renumber renumber -> renumber(renumber, author, externalFacts, workingCopy, all);
            case Operation.ReplaceText replacement ->
                forStaff(author, () -> replaceText(replacement, author, externalFacts, workingCopy));
            case Operation.Undelete undelete -> forStaff(author, () -> Undeletion.undelete(undelete, workingCopy));
        };
    }

    /** Decides a piece of a write that needs nothing from the RIRs; refused, it leaves {@code work} as it was. */
    public Optional<Refusal> decide(
            WritePiece piece, Author author, ExternalFacts externalFacts, WorkingCopy workingCopy) {
        if (!piece.expected().stream().allMatch(row -> row.equals(workingCopy.find(row.type(), row.id())))) {
            return Optional.of(new Refusal.VersionMismatch());
        }
        WorkingCopy trial = workingCopy.fork();
        for (Operation operation : piece.operations()) {
            if (decide(operation, author, externalFacts, trial, true)
                    instanceof Decision.Rejected(Refusal refusal, var entries)) {
                return Optional.of(refusal);
            }
        }
        workingCopy.adopt(trial);
        return Optional.empty();
    }

    /** Nothing is granted under this namespace, so that only those who may everything may this. */
    private static Decision forStaff(Author author, Supplier<Decision> decision) {
        return author.may(AccessRight.DELETE, "peeringdb.staff")
                ? decision.get()
                : Decision.Rejected.of(new Refusal.NotPermitted());
    }

    private Decision renumber(
            Operation.Renumber renumber,
            Author author,
            ExternalFacts externalFacts,
            WorkingCopy workingCopy,
            boolean all) {
        Decision moved = Renumbering.moveAddresses(renumber, author, workingCopy);
        if (!(moved instanceof Decision.Applied applied)) {
            return moved;
        }
        Row prefix = applied.row().orElseThrow();
        RequestFields input =
                RequestFields.replacing(prefix, IxPfx.PREFIX, renumber.to().toString());
        return update(IxPfx.TYPE, prefix.id(), input, author, externalFacts, workingCopy, all);
    }

    private Decision create(
            ObjectType type,
            RequestFields sent,
            Author author,
            ExternalFacts externalFacts,
            WorkingCopy workingCopy,
            boolean all) {
        boolean suggested = sent.has("suggest") && (type == Fac.TYPE || type == Net.TYPE);
        RequestFields input = suggested ? suggestion(sent) : sent;
        Draft draft = Draft.ofNew(type, input, workingCopy, author, externalFacts);
        reader.read(draft, all);
        Optional<Decision> unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        boolean proved = type == Ix.TYPE && externalFacts.exchange() instanceof ExternalFacts.ExchangeProof.Proved;
        draft.set(type.status(), proved ? Status.OK : statusOfNew(type, suggested));
        reader.save(draft, all);
        unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        Optional<Row> deleted = DeletedRowReuse.candidate(draft);
        Row.Builder row =
                deleted.map(before -> DeletedRowReuse.of(before, draft)).orElseGet(draft::values);
        AccessRight right = deleted.isPresent() ? AccessRight.UPDATE : AccessRight.CREATE;
        String namespace = type.namespace(row.build(), workingCopy);
        if (!author.may(right, namespace)) {
            return Decision.Rejected.of(Refusal.Forbidden.within(right, type, namespace));
        }
        GhostPeers.makeRoom(draft);
        DeletedRowReuse.makeRoom(draft);
        complete(row, draft);
        Row made = deleted.isPresent() ? workingCopy.save(row, WorkingCopy.ChangeKind.REVIVE) : workingCopy.create(row);
        Map<String, Long> extras = type == Ix.TYPE ? lan(made, input, workingCopy) : Map.of();
        Map<String, String> shown = shown(draft);
        if (type == Ix.TYPE
                && externalFacts.exchange() instanceof ExternalFacts.ExchangeProof.NoMembers(String reason)) {
            shown.put("ixf_pending_reason", new JsonBuffer(128).quoted(reason).toString());
        }
        return new Decision.Applied(made, extras, outboxEntries(made, suggested, author), shown);
    }

    private Decision update(
            ObjectType type,
            long id,
            RequestFields input,
            Author author,
            ExternalFacts externalFacts,
            WorkingCopy workingCopy,
            boolean all) {
        Row before = workingCopy.find(type, id);
        if (before == null || before.status() == Status.DELETED) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(type));
        }
        if (!author.may(AccessRight.UPDATE, type.namespace(before, workingCopy))) {
            return Decision.Rejected.of(new Refusal.NotPermitted());
        }
        Draft draft = Draft.of(before, input, workingCopy, author, externalFacts);
        reader.read(draft, all);
        Optional<Decision> unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        if (!author.may(AccessRight.UPDATE, draft.namespace()) && movesParent(draft)) {
            return Decision.Rejected.of(Refusal.Forbidden.within(AccessRight.UPDATE, type, draft.namespace()));
        }
        reader.save(draft, all);
        unfit = unfit(draft);
        if (unfit.isPresent()) {
            return unfit.get();
        }
        GhostPeers.makeRoom(draft);
        DeletedRowReuse.makeRoom(draft);
        Row saved = workingCopy.save(draft.values(), WorkingCopy.ChangeKind.UPDATE);
        return new Decision.Applied(saved, Map.of(), List.of(), shown(draft));
    }

    private Decision replaceText(
            Operation.ReplaceText replacement, Author author, ExternalFacts externalFacts, WorkingCopy workingCopy) {
        Row row = workingCopy.find(replacement.type(), replacement.id());
        if (row == null || !row.isActive() || !replacement.before().equals(row.find(replacement.field()))) {
            return Decision.Rejected.of(new Refusal.VersionMismatch());
        }
        RequestFields input = RequestFields.only(replacement.field(), replacement.after());
        Draft draft = Draft.of(row, input, workingCopy, author, externalFacts);
        Optional<Refusal> refusal = reader.replace(draft, replacement.field(), replacement.before());
        if (refusal.isPresent()) {
            return Decision.Rejected.of(refusal.get());
        }
        GhostPeers.makeRoom(draft);
        DeletedRowReuse.makeRoom(draft);
        return Decision.Applied.of(workingCopy.save(draft.values(), WorkingCopy.ChangeKind.UPDATE));
    }

    private Decision delete(ObjectType type, long id, Author author, WorkingCopy workingCopy) {
        Row row = workingCopy.find(type, id);
        if (row == null || row.status() == Status.DELETED) {
            return Decision.Applied.of(null);
        }
        if (!author.may(AccessRight.DELETE, type.namespace(row, workingCopy))) {
            return Decision.Rejected.of(Refusal.Forbidden.of(AccessRight.DELETE, row));
        }
        Optional<String> reason = DeletionGuard.reason(row, workingCopy);
        if (reason.isPresent()) {
            String text = reason.get() + " - Please contact " + settings.contact()
                    + " to help with the deletion of this object";
            return new Decision.Rejected(
                    new Refusal.Message(403, text),
                    List.of(StaffTickets.open(
                            Ticket.Kind.PROTECTED,
                            "[PROTECTED] Deletion prevented: " + type.typeName() + "-" + id + " " + label(row),
                            row,
                            author.actor())));
        }
        cascade(row, workingCopy);
        return Decision.Applied.of(null);
    }

    /** Takes changes back; what is done is in {@code workingCopy}, nothing where it is refused. */
    UndoOutcome undo(UndoCommand command, WorkingCopy workingCopy) {
        return new UndoWrite(command, reader, workingCopy).decide();
    }

    /** Deletes a row and what hangs under it (docs/spec/objects.md §1.8). */
    static void cascade(Row row, WorkingCopy workingCopy) {
        workingCopy.delete(row);
        for (Field<Long> reference : Hierarchy.children(row.type())) {
            for (Row child : workingCopy.referring(reference, row.id())) {
                if (child.status() != Status.DELETED) {
                    cascade(child, workingCopy);
                }
            }
        }
        if (row.type() == Campus.TYPE) {
            for (Row member : workingCopy.referring(Fac.CAMPUS_ID, row.id())) {
                if (member.status() != Status.DELETED) {
                    workingCopy.derive(
                            member.toBuilder().set(Fac.CAMPUS_ID, null).build());
                }
            }
        }
    }

    private static Optional<Decision> unfit(Draft draft) {
        if (draft.requiredRdapRecord().isPresent()) {
            return Optional.of(
                    new Decision.NeedsAsnRecord(draft.requiredRdapRecord().get()));
        }
        if (!draft.errors().isEmpty()) {
            return Optional.of(
                    Decision.Rejected.of(new Refusal.Invalid(draft.errors().of(draft.type()))));
        }
        return draft.refusal().map(Decision.Rejected::of);
    }

    private static boolean movesParent(Draft draft) {
        return Hierarchy.parents(draft.type()).stream().anyMatch(draft::changes);
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
            JsonNode sent = draft.fields().find(list.name()).orElse(null);
            boolean none = sent == null ? draft.isNew() && list == Fac.AVAILABLE_VOLTAGE_SERVICES : sent.isNull();
            List<String> stored = draft.find(list); // null of old dumps, until something is set
            if (none && (stored == null || stored.isEmpty())) {
                shown.put(list.name(), "null");
            }
            if (sent != null && list == Net.INFO_TYPES) {
                draft.fields().words(list.name()).stream()
                        .findFirst()
                        .filter(draft.get(Net.INFO_TYPES)::contains)
                        .ifPresent(first -> shown.put(
                                Net.INFO_TYPE.name(),
                                new JsonBuffer(64).quoted(first).toString()));
            }
        }
        return shown;
    }

    private RequestFields suggestion(RequestFields sent) {
        Map<String, JsonNode> values = new HashMap<>(sent.values());
        values.put("org_id", JsonNodeFactory.instance.numberNode(settings.suggestions()));
        return new RequestFields(values, sent.form());
    }

    private static Status statusOfNew(ObjectType type, boolean suggested) {
        boolean queued =
                type == Org.TYPE || type == Fac.TYPE || type == Carrier.TYPE || type == Ix.TYPE || type == Campus.TYPE;
        return queued || suggested ? Status.PENDING : Status.OK;
    }

    private static void complete(Row.Builder row, Draft draft) {
        if (draft.type() == Net.TYPE) {
            row.set(Net.RIR_STATUS, "pending")
                    .set(Net.RIR_STATUS_UPDATED, draft.workingCopy().now());
        }
    }

    /**
     * An exchange comes with its LAN, which has its id, and a first prefix (docs/spec/objects.md §2.4). A member list is kept
     * where it has proved the exchange; the import stays off.
     */
    private static Map<String, Long> lan(Row exchange, RequestFields input, WorkingCopy workingCopy) {
        Row lan = workingCopy.create(IxLan.TYPE
                .row()
                .set(IxLan.ID, exchange.id())
                .set(IxLan.IX_ID, exchange.id())
                .set(
                        IxLan.IXF_IXP_MEMBER_LIST_URL,
                        exchange.isActive() ? MemberListReadable.of(input).orElse(null) : null)
                .set(IxLan.STATUS, exchange.status()));
        IpPrefix prefix = FirstPrefix.of(input).orElseThrow();
        Optional<Row> deleted =
                workingCopy.rowsWhere(IxPfx.PREFIX, prefix).stream().findFirst();
        Row.Builder first = deleted.map(Row::toBuilder)
                .orElseGet(() -> IxPfx.TYPE.row().set(IxPfx.ID, workingCopy.newId(IxPfx.TYPE)))
                .set(IxPfx.IXLAN_ID, lan.id())
                .set(IxPfx.PREFIX, prefix)
                .set(IxPfx.PROTOCOL, prefix.isV6() ? "IPv6" : "IPv4")
                .set(IxPfx.STATUS, exchange.status());
        Row made = deleted.isPresent()
                ? workingCopy.save(first, WorkingCopy.ChangeKind.REVIVE)
                : workingCopy.create(first);
        Map<String, Long> extras = new LinkedHashMap<>();
        extras.put("ixlan_id", lan.id());
        extras.put("ixpfx_id", made.id());
        return extras;
    }

    /** What is new and not approved is told to those who approve (docs/spec/objects.md §1.4). */
    private static List<OutboxEntry> outboxEntries(Row made, boolean suggested, Author author) {
        if (made.status() != Status.PENDING || made.type() == Campus.TYPE) {
            return List.of();
        }
        String subject = (suggested ? "[SUGGEST] " : "") + made.type().title() + " - " + label(made);
        return List.of(StaffTickets.open(Ticket.Kind.QUEUE, subject, made, author.actor()));
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
