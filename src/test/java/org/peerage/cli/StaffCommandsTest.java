package org.peerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.accounts.AuditLog;
import org.peerage.registry.DumpLoader;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.store.Database;
import org.peerage.store.RegistryStore;
import org.peerage.testing.ProjectFiles;
import org.peerage.testing.TestAccounts;

/** What staff does, from the shell. */
final class StaffCommandsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void load() throws Exception {
        try (Database database = Database.openFolder(folder)) {
            new DumpLoader(new RegistryStore(database), Clock.systemUTC())
                    .load(ProjectFiles.conformance("world/dump.json"), true, TestAccounts.silently());
        }
    }

    private int run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = folder.toString();
        return Commands.run(all);
    }

    private List<Row> rows(ObjectType type, long id) throws Exception {
        try (Database database = Database.openFolder(folder)) {
            return new RegistryStore(database)
                    .readAll(List.of(type)).rows().get(type).stream()
                            .filter(row -> row.id() == id)
                            .toList();
        }
    }

    @Test
    void facilityIsApprovedAndACarrierDenied() throws Exception {
        assertThat(run("queue", "list")).isZero();
        assertThat(run("queue", "approve", "fac", "29")).isZero();
        assertThat(run("queue", "deny", "carrier", "7", "--reason", "twice")).isZero();

        assertThat(rows(Fac.TYPE, 29)).allMatch(Row::isActive).hasSize(1);
        assertThat(rows(Carrier.TYPE, 7)).isEmpty();
        try (Database database = Database.openFolder(folder)) {
            assertThat(new AuditLog(database.source(), Clock.systemUTC()).about("carrier:7", 5))
                    .extracting(AuditLog.AuditEntry::detail)
                    .containsExactly("twice");
        }
        assertThat(run("doctor")).isZero();
    }

    @Test
    void objectsThatAreNotPendingAreRefused() {
        assertThat(run("queue", "approve", "fac", "1")).isEqualTo(1);
        assertThat(run("queue", "approve", "poc", "1")).isEqualTo(64);
    }

    @Test
    void organizationsAreMerged() throws Exception {
        assertThat(run("org", "merge", "41", "--into", "42")).isZero();
        assertThat(run("org", "merge", "41", "--into", "42")).isEqualTo(1);

        assertThat(rows(org.peerage.registry.types.Org.TYPE, 41)).allMatch(row -> row.status() == Status.DELETED);
        assertThat(run("doctor")).isZero();
    }
}
