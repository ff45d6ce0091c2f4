package org.peerage.registry;

import java.sql.SQLException;
import org.peerage.registry.types.Types;
import org.peerage.snapshot.Snapshot;
import org.peerage.store.RegistryStore;

/** The registry as it is now. Readers take the current snapshot and never wait. */
public final class Registry {
    private volatile Snapshot current;

    private Registry(Snapshot current) {
        this.current = current;
    }

    /** Reads everything from the store. */
    public static Registry open(RegistryStore store) throws SQLException {
        RegistryStore.Contents contents = store.readAll(Types.ALL);
        return new Registry(
                Snapshot.of(contents.head().version(), contents.head().changedAt(), contents.rows()));
    }

    public Snapshot current() {
        return current;
    }

    /** Makes a newer version the current one. */
    void publish(Snapshot next) {
        current = next;
    }
}
