package org.peerage.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.ChoiceLists;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.IxFac;
import org.peerage.registry.types.IxLan;
import org.peerage.registry.types.IxPfx;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.NetFac;
import org.peerage.registry.types.NetIxLan;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.registry.types.Poc;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** A registry made at random, of which versions differ in what a caller may not read and in nothing else. */
final class HiddenValueRegistry {
    /** What stands in texts, and what is asked for: some of it is found among what is public, too. */
    static final List<String> WORDS = List.of(
            "",
            "Umbra desk",
            "Umber desk",
            "Zeta",
            "Łódź NOC",
            "desk1@as1.example.net",
            "desk2@as2.example.net",
            "+442079460123",
            "+15550100",
            "https://ix3.example.net/members.json",
            "https://ix4.example.net/members.json");

    static final int ORGANIZATIONS = 4;
    /** Few networks have many contacts each; these are on two pages. */
    static final int NETWORKS = 8;

    static final int CONTACTS = 90;
    static final long BEGINNING = 1_577_836_800;
    static final long SECONDS = 90 * 86_400L;

    private final Random random;
    private final Map<ObjectType, List<Row>> rows = new HashMap<>();
    private final Snapshot snapshot;

    HiddenValueRegistry(long seed) {
        random = new Random(seed);
        ObjectTypes.ALL.forEach(type -> rows.put(type, new ArrayList<>()));
        for (long id = 1; id <= ORGANIZATIONS; id++) {
            add(Org.TYPE, id).set(Org.NAME, "Org " + id).set(Org.NOTES, word());
            keep();
        }
        for (long id = 1; id <= NETWORKS; id++) {
            long organization = 1 + id % ORGANIZATIONS;
            add(Net.TYPE, id).set(Net.ORG_ID, organization).set(Net.NAME, "Net " + id + " " + word());
            adding.set(Net.ASN, new Asn(64500 + id)).set(Net.INFO_TYPES, List.of("NSP"));
            keep();
            add(Fac.TYPE, id)
                    .set(Fac.ORG_ID, organization)
                    .set(Fac.NAME, "Fac " + id)
                    .set(Fac.CITY, "Łódź");
            keep();
            add(Ix.TYPE, id)
                    .set(Ix.ORG_ID, organization)
                    .set(Ix.NAME, "IX " + id)
                    .set(Ix.CITY, "Berlin");
            keep();
            add(IxLan.TYPE, id).set(IxLan.IX_ID, id).set(IxLan.NAME, word());
            adding.set(IxLan.IXF_IXP_MEMBER_LIST_URL, one(WORDS));
            adding.set(IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE, one(ChoiceLists.VISIBILITIES));
            keep();
            add(IxPfx.TYPE, id).set(IxPfx.IXLAN_ID, id);
            adding.set(IxPfx.PREFIX, IpPrefix.parse("185.0." + id + ".0/24").orElseThrow());
            keep();
            add(NetFac.TYPE, id).set(NetFac.NET_ID, id).set(NetFac.FAC_ID, 1 + random.nextLong(NETWORKS));
            keep();
            add(IxFac.TYPE, id).set(IxFac.IX_ID, id).set(IxFac.FAC_ID, 1 + random.nextLong(NETWORKS));
            keep();
        }
        for (long id = 1; id <= 3 * NETWORKS; id++) {
            long network = 1 + random.nextLong(NETWORKS);
            add(NetIxLan.TYPE, id).set(NetIxLan.NET_ID, network).set(NetIxLan.ASN, new Asn(64500 + network));
            adding.set(NetIxLan.IXLAN_ID, 1 + random.nextLong(NETWORKS)).set(NetIxLan.SPEED, 1000L);
            keep();
        }
        for (long id = 1; id <= CONTACTS; id++) {
            add(Poc.TYPE, id).set(Poc.NET_ID, 1 + random.nextLong(NETWORKS));
            adding.set(Poc.VISIBLE, one(ChoiceLists.VISIBILITIES));
            fill(adding, random);
            keep();
        }
        snapshot = snapshot(rows);
    }

    private Row.Builder adding = Org.TYPE.row();

    /** Begins a row, which {@link #keep} ends. */
    private Row.Builder add(ObjectType type, long id) {
        adding = type.row()
                .set(type.id(), id)
                .set(type.created(), time(random))
                .set(type.updated(), time(random))
                .set(type.status(), one(List.of(Status.OK, Status.OK, Status.OK, Status.OK, Status.DELETED)));
        if (type != Poc.TYPE && type != NetIxLan.TYPE) {
            adding.set(type.status(), Status.OK);
        }
        return adding;
    }

    private void keep() {
        Row row = adding.build();
        rows.get(row.type()).add(row);
    }

    private String word() {
        return one(WORDS);
    }

    private <T> T one(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static Instant time(Random random) {
        return Instant.ofEpochSecond(BEGINNING + random.nextLong(SECONDS));
    }

    private static Snapshot snapshot(Map<ObjectType, List<Row>> rows) {
        return Snapshot.of(7, Instant.ofEpochSecond(BEGINNING + SECONDS), rows);
    }

    /** The registry with other values in all that this caller may not read. */
    Snapshot with(Visibility visibility, long secret) {
        Random secrets = new Random(secret);
        Map<ObjectType, List<Row>> changed = new HashMap<>();
        rows.forEach((type, all) -> changed.put(
                type, all.stream().map(row -> with(row, visibility, secrets)).toList()));
        return snapshot(changed);
    }

    private Row with(Row row, Visibility visibility, Random secrets) {
        Row.Builder changed = row.toBuilder();
        for (Field<?> field : row.type().fields()) {
            if (field.isHidden()) {
                hide(changed, field, secrets);
            }
        }
        if (row.type() == Poc.TYPE && !visibility.canSee(row, snapshot)) {
            fill(changed, secrets);
            changed.set(Poc.CREATED, time(secrets)).set(Poc.UPDATED, time(secrets));
            Row otherwise = changed.set(Poc.VISIBLE, secrets.nextBoolean() ? "Users" : "Private")
                    .build();
            if (visibility.canSee(otherwise, snapshot)) {
                changed.set(Poc.VISIBLE, row.get(Poc.VISIBLE));
            }
        } else if (row.type() == Poc.TYPE && row.status() == Status.DELETED) {
            blanked(changed, secrets);
        }
        if (row.type() == IxLan.TYPE && !visibility.showsKey(row, IxLan.IXF_IXP_MEMBER_LIST_URL, snapshot)) {
            changed.set(IxLan.IXF_IXP_MEMBER_LIST_URL, secrets.nextInt(5) == 0 ? null : one(secrets));
        }
        return changed.build();
    }

    private static void hide(Row.Builder row, Field<?> field, Random secrets) {
        switch (field.type().storage()) {
            case INTEGER -> row.setStored(field, (long) secrets.nextInt(5));
            case TEXT -> row.setStored(field, one(secrets));
            case BOOLEAN -> row.setStored(field, secrets.nextBoolean());
            case DECIMAL -> row.setStored(field, secrets.nextDouble());
        }
    }

    private static void fill(Row.Builder contact, Random random) {
        contact.set(Poc.ROLE, ChoiceLists.ROLES.get(random.nextInt(ChoiceLists.ROLES.size())));
        blanked(contact, random);
    }

    private static void blanked(Row.Builder contact, Random random) {
        contact.set(Poc.NAME, one(random))
                .set(Poc.EMAIL, one(random))
                .set(Poc.PHONE, one(random))
                .set(Poc.URL, one(random));
    }

    private static String one(Random random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }
}
