package org.peerage.web.pick;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;

/**
 * What a picker is for: objects of a type by their ids, networks by their AS numbers, countries by their codes, objects of
 * any type as {@code net:12}.
 */
public enum PickKind {
    NETWORK(Net.TYPE),
    ASN("asn", Net.TYPE),
    EXCHANGE(Ix.TYPE),
    FACILITY(Fac.TYPE),
    ORGANIZATION(Org.TYPE),
    CARRIER(Carrier.TYPE),
    CAMPUS(Campus.TYPE),
    COUNTRY("country", null),
    OBJECT("object", null);

    private final String tag;

    @SuppressWarnings("ImmutableEnumChecker") // types are declared once, and do not change
    private final @Nullable ObjectType type;

    PickKind(ObjectType type) {
        this(type.typeName(), type);
    }

    PickKind(String tag, @Nullable ObjectType type) {
        this.tag = tag;
        this.type = type;
    }

    /** Its word in addresses and pages. */
    public String tag() {
        return tag;
    }

    static Optional<PickKind> ofTag(String tag) {
        for (PickKind kind : values()) {
            if (kind.tag.equals(tag)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    /** The type of the objects; empty for countries, which are none, and objects of any type. */
    Optional<ObjectType> type() {
        return Optional.ofNullable(type);
    }
}
