package org.peerage.snapshot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.peerage.net.Asn;
import org.peerage.net.IpPrefix;
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
import org.peerage.schema.ObjectType;
import org.peerage.schema.Row;
import org.peerage.schema.Status;

/** Rows of several pages that refer to each other at random, and changes to them. */
final class RandomRegistry {
    static final List<ObjectType> TYPES = List.of(
            Org.TYPE,
            Net.TYPE,
            Ix.TYPE,
            IxLan.TYPE,
            IxPfx.TYPE,
            Fac.TYPE,
            IxFac.TYPE,
            NetFac.TYPE,
            NetIxLan.TYPE,
            Poc.TYPE);

    private static final int IDS = 200;
    private static final String[] WORDS = {
        "",
        "a",
        "Aa",
        "Ångström",
        "東京",
        "ba",
        "BABA",
        "ab",
        "x y",
        "øre",
        "Zürich",
        "ﬁn",
        "tab\tend",
        "nul\0l",
        "😀 b",
        "long ".repeat(60)
    };

    private final Random random;

    RandomRegistry(long seed) {
        random = new Random(seed);
    }

    Snapshot snapshot() {
        Map<ObjectType, List<Row>> rows = new HashMap<>();
        ObjectTypes.ALL.forEach(type -> rows.put(type, new ArrayList<>()));
        for (ObjectType type : TYPES) {
            for (int id = 1; id < IDS; id++) {
                if (random.nextInt(8) > 0) {
                    rows.get(type).add(row(type, id));
                }
            }
        }
        return Snapshot.of(1, Instant.EPOCH, rows);
    }

    /** The next version, with some rows that are new, changed or gone. */
    Snapshot changed(Snapshot before) {
        List<Row> changed = new ArrayList<>();
        List<Row> erased = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            ObjectType type = TYPES.get(random.nextInt(TYPES.size()));
            Row row = row(type, id());
            Row old = before.find(type, row.id());
            if (old != null && random.nextInt(4) == 0) {
                erased.add(old);
            } else if (erased.stream().noneMatch(gone -> gone.type() == type && gone.id() == row.id())) {
                changed.add(row);
            }
        }
        changed.removeIf(row -> erased.stream().anyMatch(gone -> gone.type() == row.type() && gone.id() == row.id()));
        return before.with(before.version() + 1, Instant.EPOCH, changed, erased);
    }

    int id() {
        return 1 + random.nextInt(IDS - 1);
    }

    String word() {
        return WORDS[random.nextInt(WORDS.length)];
    }

    <T> T oneOf(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private long ref() {
        // Few rows have many others around them.
        return 1L + random.nextInt(random.nextBoolean() ? 8 : IDS - 1);
    }

    private String visibility() {
        return oneOf(List.of("Public", "Users", "Private"));
    }

    private Row row(ObjectType type, long id) {
        Instant time = Instant.ofEpochSecond(1_700_000_000L + random.nextInt(1000));
        // Mostly long before; later in rows that somebody else's clock made.
        long age = random.nextInt(8) == 0 ? -random.nextInt(1000) : random.nextInt(1000);
        Row.Builder row = type.row()
                .set(type.id(), id)
                .set(type.created(), time.minusSeconds(age))
                .set(type.updated(), time)
                .set(type.status(), oneOf(List.of(Status.OK, Status.OK, Status.OK, Status.PENDING, Status.DELETED)));
        if (type == Org.TYPE) {
            row.set(Org.NAME, word()).set(Org.WEBSITE, word()).set(Org.LOGO, random.nextBoolean() ? null : word());
        } else if (type == Net.TYPE) {
            row.set(Net.ORG_ID, ref())
                    .set(Net.NAME, word())
                    .set(Net.AKA, word())
                    .set(Net.ASN, new Asn(ref()));
            row.set(
                    Net.INFO_TYPES,
                    oneOf(List.of(List.of(), List.of("NSP"), List.of("NSP", "Content"), List.of("Content"))));
            row.set(Net.STATUS_DASHBOARD, random.nextBoolean() ? null : word());
            row.set(Net.NOTES, "\"org_id\": " + word());
        } else if (type == Ix.TYPE) {
            row.set(Ix.ORG_ID, ref()).set(Ix.NAME, word()).set(Ix.CITY, word()).set(Ix.COUNTRY, "DE");
        } else if (type == IxLan.TYPE) {
            row.set(IxLan.IX_ID, id).set(IxLan.NAME, word()); // an exchange and its LAN share their id
            row.set(IxLan.IXF_IXP_MEMBER_LIST_URL, word()).set(IxLan.IXF_IXP_MEMBER_LIST_URL_VISIBLE, visibility());
        } else if (type == IxPfx.TYPE) {
            row.set(IxPfx.IXLAN_ID, ref())
                    .set(IxPfx.PREFIX, IpPrefix.parse("10." + id + ".0.0/16").orElseThrow());
        } else if (type == Fac.TYPE) {
            row.set(Fac.ORG_ID, ref()).set(Fac.NAME, word()).set(Fac.COUNTRY, oneOf(List.of("DE", "FR", "")));
        } else if (type == IxFac.TYPE) {
            row.set(IxFac.IX_ID, ref()).set(IxFac.FAC_ID, ref());
        } else if (type == NetFac.TYPE) {
            row.set(NetFac.NET_ID, ref()).set(NetFac.FAC_ID, ref());
        } else if (type == NetIxLan.TYPE) {
            row.set(NetIxLan.NET_ID, ref()).set(NetIxLan.IXLAN_ID, ref()).set(NetIxLan.ASN, new Asn(ref()));
            row.set(NetIxLan.SPEED, ref());
        } else {
            row.set(Poc.NET_ID, ref())
                    .set(Poc.ROLE, "NOC")
                    .set(Poc.NAME, word())
                    .set(Poc.VISIBLE, visibility());
        }
        return row.build();
    }
}
