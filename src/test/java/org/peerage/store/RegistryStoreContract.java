package org.peerage.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.SocialLink;
import org.peerage.schema.Status;

/** What every database does. */
abstract class RegistryStoreContract {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @AutoClose
    private Database database;

    private RegistryStore store;

    abstract Database newDatabase() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = newDatabase();
        store = new RegistryStore(database);
    }

    @Test
    void tablesHaveAColumnForEachField() throws SQLException {
        for (ObjectType type : ObjectTypes.ALL) {
            Map<String, Boolean> declared = new TreeMap<>();
            for (Field<?> field : type.fields()) {
                declared.put(field.name(), field.isNullable());
            }

            assertThat(columns(type.typeName())).as(type.typeName()).isEqualTo(declared);
        }
    }

    @Test
    void logoIsKeptUnderItsHashUntilAnotherTakesItsPlace() throws SQLException {
        LogoStore logos = new LogoStore(database);
        byte[] picture = {(byte) 0x89, 0, 1, (byte) 0xFF};
        logos.put("net", 7, new StoredLogo("aa", "image/png", picture, NOW, NOW));
        logos.put("net", 7, new StoredLogo("aa", "image/png", picture, NOW, NOW.plusSeconds(5)));
        logos.put("net", 8, new StoredLogo("aa", "image/png", picture, NOW, NOW));

        StoredLogo found = logos.find("net", 7, "aa").orElseThrow();
        assertThat(found.bytes()).isEqualTo(picture);
        assertThat(found.created()).isEqualTo(NOW);
        assertThat(found.updated()).isEqualTo(NOW.plusSeconds(5));

        logos.put("net", 7, new StoredLogo("bb", "image/jpeg", picture, NOW, NOW));
        logos.delete("net", 7, "aa");

        assertThat(logos.find("net", 7, "aa")).isEmpty();
        assertThat(logos.find("net", 7, "bb")).isPresent();
        assertThat(logos.find("net", 8, "aa")).isPresent();
    }

    @Test
    void historyOfSeveralObjectsLeavesOutDerivedChanges() throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.log(List.of(
                    new Change(1, 0, NOW, "user:1", null, "create", "net", 7L, null, "{}"),
                    new Change(1, 1, NOW, "user:1", null, "derive", "net", 7L, "{}", "{}"),
                    new Change(1, 2, NOW, "user:1", null, "create", "poc", 9L, null, "{}"),
                    new Change(1, 3, NOW, "user:1", null, "create", "poc", 10L, null, "{}")));
            transaction.commit();
        }

        Map<ObjectType, List<Long>> objects = Map.of(Net.TYPE, List.of(7L), Poc.TYPE, List.of(9L, 11L));
        assertThat(store.changesOf(objects, 10, 0)).extracting(Change::objectId).containsExactly(9L, 7L);
        assertThat(store.changesOf(objects, 1, 1)).extracting(Change::objectId).containsExactly(7L);
    }

    @Test
    void newRegistryIsEmptyAtVersionZero() throws SQLException {
        RegistryStore.RegistryContents contents = store.readAll(ObjectTypes.ALL);

        assertThat(contents.head().version()).isZero();
        assertThat(contents.rows()).hasSize(ObjectTypes.ALL.size());
        assertThat(contents.rows().values()).allMatch(List::isEmpty);
    }

    @Test
    void rowsAreReadAsTheyWereWritten() throws SQLException {
        Row org = org(1, "Größe 測試 🙂")
                .set(Org.SOCIAL_MEDIA, List.of(new SocialLink("x", "a\"b")))
                .set(Org.LATITUDE, -12.345678)
                .set(Org.RESTRICT_USER_EMAILS, true)
                .set(Org.STATUS, Status.PENDING)
                .build();
        Row net = net(7, 1, 4294967295L)
                .set(Net.INFO_TYPES, List.of("NSP", "Content"))
                .set(Net.INFO_PREFIXES4, 0L)
                .build();

        write(List.of(org, net));

        assertThat(all(Org.TYPE)).containsExactly(org);
        assertThat(all(Net.TYPE)).containsExactly(net);
        assertThat(store.head().version()).isEqualTo(1);
        assertThat(store.head().changedAt()).isEqualTo(NOW);
    }

    @Test
    void rowsComeInOrderOfId() throws SQLException {
        write(List.of(org(3, "c").build(), org(1, "a").build(), org(2, "b").build()));

        assertThat(all(Org.TYPE)).extracting(Row::id).containsExactly(1L, 2L, 3L);
    }

    @Test
    void rowOfAKnownIdIsReplaced() throws SQLException {
        write(List.of(org(1, "before").build()));

        Row after = org(1, "after").build();
        write(List.of(after));

        assertThat(all(Org.TYPE)).containsExactly(after);
        assertThat(store.head().version()).isEqualTo(2);
    }

    /** PostgreSQL has no text with NUL, and would refuse the whole write, and those that came with it; halves have no UTF-8. */
    @Test
    void textsOfStrangersMayHaveNulAndHalvesOfCharacters() throws SQLException {
        List<String> texts = Sql.withConnection(
                database.source(),
                sql -> sql.query(
                        "SELECT CAST(? AS TEXT)", row -> row.getString(1), "a\0b\uD800c\uDFFFd\uDE00\uD83D\uDE00"));
        assertThat(texts).containsExactly("a\uFFFDb\uFFFDc\uFFFDd\uFFFD\uD83D\uDE00");
        assertThat(new ChangeNote("", "a\0b").comment()).isEqualTo("a\uFFFDb");
        assertThat(store.changes(ChangeSearch.newest(1).by("a\0b"))).isEmpty();
        assertThat(store.versionsOf("a\0b", 1)).isEmpty();
    }

    @Test
    void uncommittedTransactionsLeaveNothing() throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.nextVersion(NOW);
            transaction.put(Org.TYPE, List.of(org(1, "lost").build()));
            transaction.log(List.of(new Change(1, 0, NOW, "test", null, "load", Change.EVERYTHING, null, null, "{}")));
        }

        assertThat(all(Org.TYPE)).isEmpty();
        assertThat(store.head().version()).isZero();
    }

    @Test
    void readersSeeTheOldVersionWhileAWriterIsAtWork() throws SQLException {
        write(List.of(org(1, "old").build()));

        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.nextVersion(NOW);
            transaction.put(Org.TYPE, List.of(org(1, "new").build()));

            assertThat(all(Org.TYPE)).extracting(row -> row.get(Org.NAME)).containsExactly("old");
            transaction.commit();
        }
        assertThat(all(Org.TYPE)).extracting(row -> row.get(Org.NAME)).containsExactly("new");
    }

    @Test
    void referencesMayBeToRowsThatComeLater() throws SQLException {
        write(List.of(net(7, 1, 64500).build(), org(1, "later").build()));

        assertThat(all(Net.TYPE)).hasSize(1);
    }

    @Test
    void referenceToNothingIsRefused() {
        assertThatThrownBy(() -> write(List.of(net(7, 99, 64500).build()))).isInstanceOf(SQLException.class);
    }

    @Test
    void namesOfActiveRowsAreUniqueWhateverTheirCase() throws SQLException {
        write(List.of(org(1, "Name").build()));

        assertThatThrownBy(() -> write(List.of(org(2, "nAME").build()))).isInstanceOf(SQLException.class);
        write(List.of(org(3, "NAME").set(Org.STATUS, Status.DELETED).build()));
    }

    @Test
    void addressesOfActiveRowsAreUnique() throws SQLException {
        write(List.of(org(1, "o").build(), net(1, 1, 64500).build(), ix(1).build(), lan(1).build()));
        write(List.of(peer(1, "192.0.2.1").build()));

        assertThatThrownBy(() -> write(List.of(peer(2, "192.0.2.1").build()))).isInstanceOf(SQLException.class);
    }

    @Test
    void rowsThatLetGoCanExchangeWhatIsUnique() throws SQLException {
        write(List.of(org(1, "o").build(), net(1, 1, 64500).build(), ix(1).build(), lan(1).build()));
        write(List.of(peer(1, "192.0.2.1").build(), peer(2, "192.0.2.2").build()));

        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.nextVersion(NOW);
            transaction.release(NetIxLan.TYPE, List.of(1L, 2L));
            transaction.put(
                    NetIxLan.TYPE,
                    List.of(peer(1, "192.0.2.2").build(), peer(2, "192.0.2.1").build()));
            transaction.commit();
        }

        assertThat(all(NetIxLan.TYPE))
                .extracting(row -> String.valueOf(row.find(NetIxLan.IPADDR4)))
                .containsExactly("192.0.2.2", "192.0.2.1");
    }

    @Test
    void emptyReferenceStaysEmpty() throws SQLException {
        write(List.of(org(1, "o").build(), fac(1).build()));

        assertThat(all(Fac.TYPE).getFirst().find(Fac.CAMPUS_ID)).isNull();
    }

    private void write(List<Row> rows) throws SQLException {
        try (RegistryStore.Transaction transaction = store.beginTransaction()) {
            transaction.nextVersion(NOW);
            for (Row row : rows) {
                transaction.put(row.type(), List.of(row));
            }
            transaction.commit();
        }
    }

    private List<Row> all(ObjectType type) throws SQLException {
        return store.readAll(List.of(type)).rows().getOrDefault(type, List.of());
    }

    private Map<String, Boolean> columns(String table) throws SQLException {
        Map<String, Boolean> columns = new TreeMap<>();
        try (Connection connection = database.source().getConnection();
                ResultSet found = connection.getMetaData().getColumns(null, null, table, null)) {
            while (found.next()) {
                boolean key = found.getString("COLUMN_NAME").equals("id");
                columns.put(
                        found.getString("COLUMN_NAME"),
                        !key && found.getInt("NULLABLE") == DatabaseMetaData.columnNullable);
            }
        }
        return columns;
    }

    private static Row.Builder row(ObjectType type, long id) {
        return type.row().set(type.id(), id).set(type.created(), NOW).set(type.updated(), NOW);
    }

    private static Row.Builder org(long id, String name) {
        return row(Org.TYPE, id).set(Org.NAME, name);
    }

    private static Row.Builder net(long id, long org, long asn) {
        return row(Net.TYPE, id).set(Net.ORG_ID, org).set(Net.NAME, "AS" + asn).set(Net.ASN, new Asn(asn));
    }

    private static Row.Builder fac(long id) {
        return row(Fac.TYPE, id).set(Fac.ORG_ID, 1L).set(Fac.NAME, "fac" + id);
    }

    private static Row.Builder ix(long id) {
        return row(Ix.TYPE, id).set(Ix.ORG_ID, 1L).set(Ix.NAME, "ix" + id);
    }

    private static Row.Builder lan(long id) {
        return row(IxLan.TYPE, id).set(IxLan.IX_ID, id);
    }

    private static Row.Builder peer(long id, String address) {
        return row(NetIxLan.TYPE, id)
                .set(NetIxLan.NET_ID, 1L)
                .set(NetIxLan.IXLAN_ID, 1L)
                .set(NetIxLan.SPEED, 10_000L)
                .set(NetIxLan.ASN, new Asn(64500))
                .set(NetIxLan.IPADDR4, IpAddress.parse(address).orElseThrow());
    }
}
