package org.peerage.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.peerage.net.Asn;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;

/** What is found by what, with the index and, where it says so, without. */
class SearchTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AtomicReference<Snapshot> CURRENT = new AtomicReference<>();
    private static Search search;

    @BeforeAll
    static void start() throws Exception {
        CURRENT.set(world());
        search = Search.withIndex(CURRENT::get);
        while (!search.isIndexed()) {
            Thread.onSpinWait();
        }
    }

    @AfterAll
    static void stop() {
        search.close();
    }

    @ParameterizedTest
    @CsvSource({
        "AS33713, net:1",
        "33713, net:1",
        "asn:33713, net:1",
        "as-aurora, net:1",
        "RIPE::AS-AURORA, net:1",
        "as-aur, net:1",
        "aurora transit, net:1",
        "transit aurora, net:1",
        "auro, net:1",
        "\"aurora transit\", net:1",
        "northern light, net:1",
        "angstrom, net:2",
        "ÅNGSTRÖM, net:2",
        "angstrm, net:2",
        "amsix, ix:1",
        "ams-ix, ix:1",
        "AMS IX, ix:1",
        "amsterdam internet exchange, ix:1",
        "Science Park, fac:1",
        "1098XG, fac:1",
        "netherlands type:fac, fac:1",
        "dong jing, net:3",
        "東京, net:3",
        "192.0.2.7, net:1",
        "2001:db8:0:0:0:0:0:7, net:1",
        "2001:DB8::7, net:1",
        "ip:192.0.2.7, net:1",
    })
    void firstHitIsTheIntendedOne(String typed, String key) {
        assertThat(keys(search, typed)).first().as(typed).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.0/24", "192.0.2.", "192.0.2.99", "2001:db8::/64", "2001:0db8::/64"})
    void addressOrBlockFindsTheExchange(String typed) {
        assertThat(keys(search, typed)).contains("ix:1");
        assertThat(keys(Search.withoutIndex(), typed)).contains("ix:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AS 33713",
                "as 33713",
                "ASN 33713",
                "AS: 33713",
                "AS:33713",
                "AS#33713",
                "asn33713",
                "[AS33713]",
                "(AS 33713)",
                "<AS33713>",
                "\"AS33713\"",
                "\"AS 33713\"",
                "'33713'",
                "“AS33713”",
                "AS33713,",
                "AS33713:",
                "AS33713.",
                "AS 33713 aurora",
                "aurora AS 33713",
            })
    void numbersAreFoundAsPeoplePasteThem(String typed) {
        assertThat(keys(search, typed)).as(typed).first().isEqualTo("net:1");
        assertThat(keys(Search.withoutIndex(), typed)).as(typed).first().isEqualTo("net:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AS-WOMBAT",
                "as-wombat",
                "AS64500:AS-WOMBAT",
                "RIPE::AS64500:AS-WOMBAT",
                "RADB::AS-WOMBAT",
                "[AS-WOMBAT]",
                "\"AS-WOMBAT\"",
                "AS-WOMBAT,",
                "as_set:AS-WOMBAT",
            })
    void setsAreFoundByTheirLastPart(String typed) {
        assertThat(keys(search, typed)).as(typed).contains("net:5");
        assertThat(keys(Search.withoutIndex(), typed.replace("as_set:", "")))
                .as(typed)
                .contains("net:5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[192.0.2.7]",
                "\"192.0.2.7\"",
                "192.0.2.7:179",
                "192.0.2.7.179",
                "192.0.2.7#53",
                "(192.0.2.7)",
                "192.0.2.7.",
                "192.0.2.7,",
                "http://192.0.2.7:8080/lg",
                "[2001:db8::7]",
                "[2001:db8::7]:179",
                "2001:db8::7.179",
                "2001:db8::7#53",
                "2001:db8::7%eth0",
                "<2001:DB8::7>",
                "https://[2001:db8::7]:8443/",
            })
    void addressesAreFoundAsPeoplePasteThem(String typed) {
        for (Search one : List.of(search, Search.withoutIndex())) {
            assertThat(one.best(typed, CURRENT.get(), 10))
                    .as(typed)
                    .extracting(hit -> SearchFields.key(hit.row()))
                    .containsExactlyInAnyOrder("net:1", "ix:1");
        }
        assertThat(Search.isIdentifier(typed)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!", "...", "---", "-.", "- -", "NOT .", "*", "?!", "\"-\"", "-\"", "::", "[]", "\"\"", "()", "%",
                "., ;", "“”", "#", "@ & /", "name:-", "- OR -"
            })
    void punctuationAloneFindsNothing(String typed) {
        for (Search one : List.of(search, Search.withoutIndex())) {
            assertThat(one.find(typed, CURRENT.get(), 10)).as(typed).isEmpty();
            assertThat(one.ids(typed, Net.TYPE, CURRENT.get()).isEmpty())
                    .as(typed)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ix in amsterdam | ix:1",
                "IX in Amsterdam | ix:1",
                "exchanges in Amsterdam, NL | ix:1",
                "ix in amsterdam, netherlands | ix:1",
                "ix in Amsterdam, US | ",
                "fac in amsterdam | fac:1",
                "facilities in Frankfurt | fac:2",
                "fac in Frankfurt am Main, DE | fac:2",
                "fac in frankfurt, germany | fac:2",
                "fac in las vegas, us | fac:3",
                "fac in las vegas, usa | fac:3",
                "fac in Las Vegas, NV, United States | fac:3",
                "data centers in las vegas us | fac:3",
                "in las vegas | fac:3",
                "nikhef in amsterdam | fac:1",
                "ix near amsterdam | ix:1",
                "fac near 52.35, 4.95 | fac:1",
                "fac near 52.35 4.95 | fac:1",
                "near Switch | fac:3",
                "fac near Nikhef | fac:1",
                "ix near 0,0 | ",
            })
    void placesAreAskedForInWords(String typed, @Nullable String only) {
        List<String> expected = only == null ? List.of() : List.of(only);
        assertThat(keys(search, typed)).as(typed).containsExactlyElementsOf(expected);
        assertThat(keys(Search.withoutIndex(), typed)).as(typed).containsExactlyElementsOf(expected);
    }

    @Test
    void wordsThatNameNoPlaceAreWords() {
        assertThat(keys(search, "networks in motion")).containsExactly("net:6");
        assertThat(keys(search, "near miss")).containsExactly("net:7");
    }

    @Test
    void exchangeComesWithItsFacilities() {
        for (String typed : List.of("AMS-IX", "amsix", "Amsterdam Internet Exchange")) {
            for (Search one : List.of(search, Search.withoutIndex())) {
                List<SearchHit> hits = one.best(typed, CURRENT.get(), 10);
                if (typed.equals("amsix") && one != search) {
                    continue; // looking through all objects knows no words without what stands between
                }
                assertThat(hits)
                        .extracting(hit -> SearchFields.key(hit.row()))
                        .as(typed)
                        .contains("ix:1", "fac:1");
                assertThat(hits).extracting(SearchHit::reason).as(typed).contains("has AMS-IX");
            }
        }
    }

    @Test
    void addressFindsThePeerAndTheExchangeAndSaysWhy() {
        List<SearchHit> hits = search.best("192.0.2.7", CURRENT.get(), 10);

        assertThat(hits).extracting(hit -> SearchFields.key(hit.row())).containsExactlyInAnyOrder("net:1", "ix:1");
        assertThat(hits).extracting(SearchHit::reason).containsExactlyInAnyOrder("192.0.2.7 at AMS-IX", "192.0.2.0/24");
    }

    @Test
    void exactNamesComeBeforeBeginningsBeforeWordsBeforeTypos() {
        assertThat(keys(search, "ember type:net"))
                .containsExactly("net:10", "net:11", "net:12"); // Ember; Ember Networks; Great Ember
        assertThat(keys(search, "embre type:net")).contains("net:10");
    }

    @Test
    void largerObjectIsFirstAmongEqualNames() {
        assertThat(keys(search, "twin type:net")).containsExactly("net:21", "net:20");
    }

    @Test
    void wordsOfTheOrganizationFindItsNetworks() {
        assertThat(keys(search, "holdings aurora")).contains("org:1", "net:1");
        assertThat(keys(search, "org:holdings type:net")).contains("net:1");
    }

    @Test
    void fieldsAndOperatorsNarrow() {
        assertThat(keys(search, "city:amsterdam")).containsExactlyInAnyOrder("ix:1", "fac:1");
        assertThat(keys(search, "city:amsterdam AND type:ix")).containsExactly("ix:1");
        assertThat(keys(search, "aurora OR ångström")).contains("net:1", "net:2");
        assertThat(keys(search, "ember -great type:net")).containsExactly("net:10", "net:11");
        assertThat(keys(search, "policy:restrictive")).containsExactly("net:2");
    }

    @Test
    void phraseNeedsItsWordsBesideEachOther() {
        assertThat(keys(search, "\"transit aurora\"")).isEmpty();
        assertThat(keys(search, "\"northern light\"")).containsExactly("net:1");
    }

    @Test
    void nearFindsObjectsWithinTheRadius() {
        assertThat(keys(search, "near:52.35,4.95 distance:20")).containsExactlyInAnyOrder("fac:1", "ix:1");
        assertThat(keys(search, "near:amsterdam km:20")).containsExactlyInAnyOrder("fac:1", "ix:1");
        assertThat(keys(search, "near:0,0 distance:20")).isEmpty();
    }

    @Test
    void deletedObjectsAreNotFound() {
        assertThat(keys(search, "vanished")).isEmpty();
        assertThat(keys(Search.withoutIndex(), "vanished")).isEmpty();
    }

    @Test
    void linearSearchFindsTheSame() {
        Search plain = Search.withoutIndex();

        assertThat(keys(plain, "AS33713")).startsWith("net:1");
        assertThat(keys(plain, "aurora tran")).startsWith("net:1");
        assertThat(keys(plain, "city:amsterdam type:ix")).containsExactly("ix:1");
        assertThat(keys(plain, "near:amsterdam")).contains("fac:1");
        assertThat(keys(plain, "192.0.2.7")).contains("net:1", "ix:1");
    }

    @Test
    @Timeout(20)
    void closingDoesNotWaitForTheIndexThatIsBeingMade() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Search slow = Search.withIndex(() -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return CURRENT.get();
        });
        begun.await();

        slow.close();

        assertThat(slow.isIndexed()).isFalse();
        goOn.countDown();
    }

    @Test
    void indexThatIsGivenUpIsNotMade() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        try (TextIndex index = new TextIndex()) {
            index.follow(CURRENT.get(), () -> asked.incrementAndGet() > 3);

            assertThat(asked).hasValue(4);
            assertThat(index.version()).isNotEqualTo(CURRENT.get().version());
        }
    }

    @Test
    void changesAreFoundAtOnceAndOldNamesNoMore() throws Exception {
        AtomicReference<Snapshot> own = new AtomicReference<>(world());
        try (Search fresh = Search.withIndex(own::get)) {
            while (!fresh.isIndexed()) {
                Thread.onSpinWait();
            }
            Row renamed = Objects.requireNonNull(own.get().find(Net.TYPE, 1)).toBuilder()
                    .set(Net.NAME, "Zephyr")
                    .build();
            Row made = network(99, "Brandnew", 65099, 1).build();
            Row deleted = Objects.requireNonNull(own.get().find(Net.TYPE, 2)).toBuilder()
                    .set(Net.STATUS, Status.DELETED)
                    .build();

            Snapshot next = own.get().with(2, NOW, List.of(renamed, made, deleted));

            assertThat(keys(fresh, "zephyr", next)).containsExactly("net:1");
            assertThat(keys(fresh, "\"aurora transit\"", next)).isEmpty();
            assertThat(keys(fresh, "brandnew", next)).containsExactly("net:99");
            assertThat(keys(fresh, "angstrom", next)).isEmpty();
        }
    }

    @Test
    void organizationsNewNameFindsItsNetworks() throws Exception {
        AtomicReference<Snapshot> own = new AtomicReference<>(world());
        try (Search fresh = Search.withIndex(own::get)) {
            while (!fresh.isIndexed()) {
                Thread.onSpinWait();
            }
            Row renamed = Objects.requireNonNull(own.get().find(Org.TYPE, 1)).toBuilder()
                    .set(Org.NAME, "Quartz Group")
                    .build();

            Snapshot next = own.get().with(2, NOW, List.of(renamed));

            assertThat(keys(fresh, "quartz type:net", next)).contains("net:1");
            assertThat(keys(fresh, "org:holdings type:net", next)).isEmpty();
        }
    }

    @Test
    void olderSnapshotShowsNothingThatItLacks() throws Exception {
        AtomicReference<Snapshot> own = new AtomicReference<>(world());
        try (Search fresh = Search.withIndex(own::get)) {
            while (!fresh.isIndexed()) {
                Thread.onSpinWait();
            }
            Snapshot before = own.get();
            Snapshot next = before.with(
                    2, NOW, List.of(network(99, "Brandnew", 65099, 1).build()));
            assertThat(keys(fresh, "brandnew", next)).containsExactly("net:99");

            assertThat(keys(fresh, "brandnew", before)).isEmpty();
        }
    }

    @Test
    void idsAreThoseOfTheTypeAlone() {
        assertThat(search.ids("aurora", Net.TYPE, CURRENT.get()).stream().boxed())
                .containsExactly(1);
        assertThat(search.ids("aurora", Org.TYPE, CURRENT.get()).stream().boxed())
                .containsExactly(1);
        assertThat(search.ids("nobody has this", Net.TYPE, CURRENT.get()).isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*:*",
                "a*b*c*d*",
                "name:",
                "name:*",
                "\"",
                "((((((((((((((((",
                "a OR OR OR b",
                "NOT",
                "-",
                "--",
                "-aurora",
                "near:",
                "near:999,999",
                "near:x distance:-5",
                "distance:99999999999999999999",
                "ip:nonsense",
                "asn:99999999999999999999",
                "1.2.3.4/99",
                "::/0",
                "0.0.0.0/0",
                ":::::",
                "\u0000\u0001",
                "\uD83D",
                "AND AND",
                "field:value:other"
            })
    void hostileTextsDoNoHarm(String typed) {
        for (Search one : List.of(search, Search.withoutIndex())) {
            assertThat(one.find(typed, CURRENT.get(), 10)).isNotNull();
            assertThat(one.best(typed, CURRENT.get(), 10)).isNotNull();
            assertThat(one.ids(typed, Net.TYPE, CURRENT.get())).isNotNull();
        }
    }

    @Test
    void tenKilobytesDoNoHarm() {
        for (String unit : List.of("a ", "a", "(", "\"x\" OR ", "東京", "near:amsterdam ", "?~*^")) {
            String typed = unit.repeat(10_000 / unit.length());
            assertThat(search.find(typed, CURRENT.get(), 10)).isNotNull();
        }
    }

    private static List<String> keys(Search search, String typed) {
        return keys(search, typed, CURRENT.get());
    }

    private static List<String> keys(Search search, String typed, Snapshot snapshot) {
        return search.best(typed, snapshot, 50).stream()
                .map(hit -> SearchFields.key(hit.row()))
                .toList();
    }

    private static Snapshot world() {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        ObjectTypes.ALL.forEach(type -> rows.put(type, new ArrayList<>()));
        List<Row> all = Arrays.asList(
                base(Org.TYPE, 1).set(Org.NAME, "Aurora Holdings").build(),
                base(Org.TYPE, 2).set(Org.NAME, "Other").build(),
                network(1, "Aurora Transit", 33713, 1)
                        .set(Net.AKA, "Northern Light, NL")
                        .set(Net.IRR_AS_SET, "RIPE::AS-AURORA")
                        .build(),
                network(2, "Ångström Networks", 65002, 2)
                        .set(Net.POLICY_GENERAL, "Restrictive")
                        .build(),
                network(3, "東京ネット", 65003, 2).build(),
                network(4, "Vanished", 65004, 2).set(Net.STATUS, Status.DELETED).build(),
                network(5, "Wombat", 65005, 2)
                        .set(Net.IRR_AS_SET, "RIPE::AS64500:AS-WOMBAT")
                        .build(),
                network(6, "Networks in Motion", 65006, 2).build(),
                network(7, "Near Miss", 65007, 2).build(),
                network(10, "Ember", 65010, 2).build(),
                network(11, "Ember Networks", 65011, 2).build(),
                network(12, "Great Ember", 65012, 2).build(),
                network(20, "Twin One", 65020, 2).set(Net.IX_COUNT, 1L).build(),
                network(21, "Twin Two", 65021, 2).set(Net.IX_COUNT, 90L).build(),
                base(Ix.TYPE, 1)
                        .set(Ix.ORG_ID, 2L)
                        .set(Ix.NAME, "AMS-IX")
                        .set(Ix.NAME_LONG, "Amsterdam Internet Exchange")
                        .set(Ix.CITY, "Amsterdam")
                        .set(Ix.COUNTRY, "NL")
                        .build(),
                base(IxLan.TYPE, 1).set(IxLan.IX_ID, 1L).build(),
                prefix(1, "192.0.2.0/24"),
                prefix(2, "2001:db8::/64"),
                base(NetIxLan.TYPE, 1)
                        .set(NetIxLan.NET_ID, 1L)
                        .set(NetIxLan.IXLAN_ID, 1L)
                        .set(NetIxLan.ASN, new Asn(33713))
                        .set(NetIxLan.IPADDR4, IpAddress.parse("192.0.2.7").orElseThrow())
                        .set(NetIxLan.IPADDR6, IpAddress.parse("2001:db8::7").orElseThrow())
                        .build(),
                base(Fac.TYPE, 1)
                        .set(Fac.ORG_ID, 2L)
                        .set(Fac.NAME, "Nikhef")
                        .set(Fac.ADDRESS1, "Science Park 105")
                        .set(Fac.ZIPCODE, "1098XG")
                        .set(Fac.CITY, "Amsterdam")
                        .set(Fac.COUNTRY, "NL")
                        .set(Fac.LATITUDE, 52.356)
                        .set(Fac.LONGITUDE, 4.951)
                        .build(),
                facility(2, "Kleyer", "Frankfurt am Main", "DE").build(),
                facility(3, "Switch", "Las Vegas", "US")
                        .set(Fac.STATE, "NV")
                        .set(Fac.LATITUDE, 36.08)
                        .set(Fac.LONGITUDE, -115.15)
                        .build(),
                base(IxFac.TYPE, 1).set(IxFac.IX_ID, 1L).set(IxFac.FAC_ID, 1L).build());
        all.forEach(row -> Objects.requireNonNull(rows.get(row.type())).add(row));
        return Snapshot.of(1, NOW, rows);
    }

    private static Row.Builder network(long id, String name, long asn, long org) {
        return base(Net.TYPE, id).set(Net.ORG_ID, org).set(Net.NAME, name).set(Net.ASN, new Asn(asn));
    }

    private static Row.Builder facility(long id, String name, String city, String country) {
        return base(Fac.TYPE, id)
                .set(Fac.ORG_ID, 2L)
                .set(Fac.NAME, name)
                .set(Fac.CITY, city)
                .set(Fac.COUNTRY, country);
    }

    private static Row prefix(long id, String text) {
        return base(IxPfx.TYPE, id)
                .set(IxPfx.IXLAN_ID, 1L)
                .set(IxPfx.PREFIX, IpPrefix.parse(text).orElseThrow())
                .build();
    }

    private static Row.Builder base(ObjectType type, long id) {
        return type.row().set(type.id(), id).set(type.created(), NOW).set(type.updated(), NOW);
    }
}
