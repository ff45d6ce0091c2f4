package org.peerage.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.Decision;
import org.peerage.registry.Operation;
import org.peerage.registry.OperationHandler;
import org.peerage.registry.RegistrySettings;
import org.peerage.registry.rules.Author;
import org.peerage.registry.rules.Derivations;
import org.peerage.registry.rules.ExternalFacts;
import org.peerage.registry.rules.RequestFields;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.IxLan;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** A registry in memory, which decides writes as the real one does; it has neither a database nor a network. */
public final class TestRegistry {
    private final OperationHandler writer;
    private final Map<Asn, ExternalFacts.AsnRecord> records = new HashMap<>();
    private final Set<ExternalFacts.FeedClaim> claims = new HashSet<>();
    private Snapshot snapshot = Snapshots.of();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public TestRegistry() {
        this(RegistrySettings.STANDARD);
    }

    public TestRegistry(RegistrySettings settings) {
        writer = new OperationHandler(settings);
    }

    /** Stores a row as it is, whatever the rules say of it. A LAN has the id of its exchange. */
    public Row has(TestRow row) {
        WorkingCopy work = new WorkingCopy(snapshot, now);
        RequestFields values = row.request();
        long id = values.find("id")
                .or(() -> row.type() == IxLan.TYPE ? values.find("ix_id") : java.util.Optional.empty())
                .map(node -> node.longValue())
                .orElseGet(() -> work.newId(row.type()));
        Row stored = row.row(id, now.toString());
        work.copy(stored);
        publish(work);
        return stored;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    /** Stores rows as they are, and gives the registry as it is then. */
    public Snapshot hasAll(List<Row> rows) {
        snapshot = snapshot.with(snapshot.version() + 1, now, rows);
        return snapshot;
    }

    /** Whether a row could be changed so; nothing is changed. */
    public boolean tries(Row row, TestRow values) {
        WorkingCopy work = new WorkingCopy(snapshot, now);
        Operation update = new Operation.Update(row.type(), row.id(), values.request());
        return writer.decide(update, Owner.BOUND, ExternalFacts.NONE, work, false) instanceof Decision.Applied;
    }

    /** Says that an exchange's member list gives an address to a network. */
    public void listGives(Row lan, String address, long asn) {
        claims.add(
                new ExternalFacts.FeedClaim(lan.id(), IpAddress.parse(address).orElseThrow(), new Asn(asn)));
    }

    /** Says what the RIRs have about a number; they are not asked about others. */
    public void knowsOf(long asn, ExternalFacts.AsnRecord record) {
        records.put(new Asn(asn), record);
    }

    public WriteOutcome create(TestRow row) {
        return create(row, Owner.BOUND);
    }

    public WriteOutcome create(TestRow row, Author author) {
        return decide(new Operation.Create(row.type(), row.request()), author);
    }

    /** Puts these values in the place of a row's. */
    public WriteOutcome update(Row row, TestRow values) {
        return update(row, values, Owner.BOUND);
    }

    public WriteOutcome update(Row row, TestRow values, Author author) {
        return decide(new Operation.Update(row.type(), row.id(), values.request()), author);
    }

    public WriteOutcome delete(Row row) {
        return decide(new Operation.Delete(row.type(), row.id()), Owner.BOUND);
    }

    /** Decides an operation, and carries it out where it is not refused. */
    public WriteOutcome decide(Operation operation, Author author) {
        return decide(operation, author, false);
    }

    /** Looks for all that is wrong, not for what comes first. */
    public WriteOutcome rehearse(Operation operation) {
        return decide(operation, Owner.BOUND, true);
    }

    private ExternalFacts facts(Map<Asn, ExternalFacts.AsnRecord> known) {
        return new ExternalFacts(known, claims, new ExternalFacts.ExchangeProof.Unproved());
    }

    private WriteOutcome decide(Operation operation, Author author, boolean all) {
        now = now.plusSeconds(60);
        WorkingCopy work = new WorkingCopy(snapshot, now);
        Decision decision = writer.decide(operation, author, facts(Map.of()), work, all);
        if (decision instanceof Decision.NeedsAsnRecord(Asn asn)) {
            ExternalFacts.AsnRecord record = records.getOrDefault(asn, new ExternalFacts.AsnRecord.Unchecked());
            work = new WorkingCopy(snapshot, now);
            decision = writer.decide(operation, author, facts(Map.of(asn, record)), work, all);
        }
        if (decision instanceof Decision.Applied && !all) {
            Derivations.complete(work);
            publish(work);
        }
        return new WriteOutcome(decision);
    }

    private void publish(WorkingCopy work) {
        List<Row> rows =
                work.changes().stream().map(WorkingCopy.RowChange::after).toList();
        snapshot = snapshot.with(snapshot.version() + 1, now, rows);
    }

    /** The row as it is by now. */
    public Row now(Row row) {
        return Objects.requireNonNull(snapshot.find(row.type(), row.id()), row::toString);
    }

    /** The row as clients read it, to be changed and sent back. */
    public TestRow read(Row row) {
        return TestRow.read(now(row), snapshot);
    }

    public List<Row> all(ObjectType type) {
        List<Row> rows = new ArrayList<>();
        snapshot.forEach(type, rows::add);
        return rows;
    }
}
