package org.peerage.registry.types;

import static org.peerage.schema.Field.field;
import static org.peerage.schema.Field.reference;
import static org.peerage.schema.Field.text;
import static org.peerage.schema.ObjectType.type;

import java.time.Instant;
import org.peerage.net.IpPrefix;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.JsonKey;
import org.peerage.schema.ObjectType;
import org.peerage.schema.Status;
import org.peerage.schema.ValueType;

/** An address prefix of a peering LAN (docs/spec/objects.md §2.6). */
public final class IxPfx {
    public static final Field<Long> ID = CommonFields.id();
    public static final Field<Long> IXLAN_ID =
            reference("ixlan_id", () -> IxLan.TYPE).required().labelled("Exchange");
    public static final Field<String> PROTOCOL =
            text("protocol", 64).required().notBlank().oneOf(ChoiceLists.PROTOCOLS);
    public static final Field<IpPrefix> PREFIX =
            field("prefix", ValueType.PREFIX).required().unique();
    public static final Field<Boolean> IN_DFZ = field("in_dfz", ValueType.BOOLEAN)
            .defaultValue(true)
            .valueWhenOmitted(true)
            .labelled("In DFZ");
    public static final Field<Instant> CREATED = CommonFields.created();
    public static final Field<Instant> UPDATED = CommonFields.updated();
    public static final Field<Status> STATUS = CommonFields.status();
    public static final Field<Long> VERSION = CommonFields.version();
    public static final Field<String> NOTES = text("notes", 255).hidden();

    public static final ObjectType TYPE = type("ixpfx", "IXLanPrefix")
            .named("Prefix", "Prefixes")
            .shownOn(() -> Ix.TYPE, () -> IXLAN_ID, "prefixes") // a LAN has the id of its exchange
            .rowName((row, rows) -> row.get(PREFIX).toString())
            .keys(
                    ID,
                    new JsonKey.Parent("ixlan", IXLAN_ID),
                    IXLAN_ID,
                    PROTOCOL,
                    PREFIX,
                    IN_DFZ,
                    CREATED,
                    UPDATED,
                    STATUS)
            .hidden(VERSION, NOTES)
            .namespaceUnder(IXLAN_ID, "prefix")
            .filterRelations(
                    FilterRelation.reference(IXLAN_ID), FilterRelation.connectedBy("ix", () -> Ix.TYPE, () -> IXLAN_ID))
            .build();

    private IxPfx() {}
}
