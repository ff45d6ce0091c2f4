package org.peerage.registry;

import org.peerage.registry.rules.Refusal;
import org.peerage.registry.rules.WorkingCopy;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** What the registry does by the clock, without anybody asking. */
final class CustodialActions {
    private CustodialActions() {}

    static Decision eraseContact(long id, WorkingCopy workingCopy) {
        Row row = workingCopy.find(Poc.TYPE, id);
        if (row == null || row.status() != Status.DELETED) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(Poc.TYPE));
        }
        workingCopy.erase(row);
        return Decision.Applied.of(null);
    }

    static Decision noteRirStatus(Operation.NoteRirStatus note, WorkingCopy workingCopy) {
        Row row = workingCopy.find(Net.TYPE, note.network());
        if (row == null || row.status() == Status.DELETED) {
            return Decision.Rejected.of(new Refusal.ObjectNotFound(Net.TYPE));
        }
        Row noted = row.toBuilder()
                .set(Net.RIR_STATUS, note.status())
                .set(Net.RIR_STATUS_UPDATED, workingCopy.now())
                .build();
        workingCopy.derive(noted); // nobody changed the network itself
        return Decision.Applied.of(noted);
    }
}
