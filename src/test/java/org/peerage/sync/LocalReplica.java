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
    private final SyncSettings settings;
    private final Clock clock;
    final RegistryStore store;
    final Registry registry;
    final Replicator copy;
    final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

    LocalReplica(Path folder, String from, boolean feed) throws Exception {
        this(Database.openFolder(folder), from, feed, Duration.ofDays(1));
    }

    LocalReplica(Database database, String from, boolean feed, Duration compareEvery) throws Exception {
        this(
                database,
                new SyncSettings(URI.create(from), Optional.empty(), Optional.empty(), compareEvery, feed, false),
                Clock.systemUTC());
    }

    LocalReplica(Database database, SyncSettings settings, Clock clock) throws Exception {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        this.store = new RegistryStore(database);
        this.registry = Registry.open(store);
        registry.awaitLoaded();
        this.lane = new WriteLane(store, registry, Clock.systemUTC());
        this.copy = new Replicator(settings, store, registry, lane, clock, waits::add);
    }

    Database database() {
        return database;
    }

    /** Another one on the same database, as after a start; close this one after it. */
    LocalReplica reopened() throws Exception {
        return new LocalReplica(database, settings, clock);
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
