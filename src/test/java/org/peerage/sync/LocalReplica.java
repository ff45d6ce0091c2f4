package org.peerage.sync;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.peerage.registry.Registry;
import org.peerage.registry.WriteLane;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;

/** A registry in a folder that copies another, one round at a time; it never really waits. */
final class LocalReplica implements AutoCloseable {
    private final Database database;
    private final WriteLane lane;
    final RegistryStore store;
    final Registry registry;
    final Replicator copy;
    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

    LocalReplica(Path folder, String from, boolean feed) throws Exception {
        this(Database.openFolder(folder), from, feed, Duration.ofDays(1));
    }

    LocalReplica(Database database, String from, boolean feed, Duration compareEvery) throws Exception {
        this.database = database;
        this.store = new RegistryStore(database);
        this.registry = Registry.open(store);
        registry.awaitLoaded();
        this.lane = new WriteLane(store, registry, Clock.systemUTC());
        SyncSettings settings =
                new SyncSettings(URI.create(from), Optional.empty(), Optional.empty(), compareEvery, feed, false);
        this.copy = new Replicator(settings, store, registry, lane, Clock.systemUTC(), waits::add);
    }

    Row row(ObjectType type, long id) {
        return registry.current().find(type, id);
    }

    @Override
    public void close() {
        lane.close();
        database.close();
    }
}
