package org.peerage.web.pick;

import java.util.Optional;
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
    NETWORK("net"),
    ASN("asn"),
    EXCHANGE("ix"),
    FACILITY("fac"),
    ORGANIZATION("org"),
    CARRIER("carrier"),
    CAMPUS("campus"),
    COUNTRY("country"),
    OBJECT("object");

    private final String tag;

    PickKind(String tag) {
        this.tag = tag;
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
        return switch (this) {
            case NETWORK, ASN -> Optional.of(Net.TYPE);
            case EXCHANGE -> Optional.of(Ix.TYPE);
            case FACILITY -> Optional.of(Fac.TYPE);
            case ORGANIZATION -> Optional.of(Org.TYPE);
            case CARRIER -> Optional.of(Carrier.TYPE);
            case CAMPUS -> Optional.of(Campus.TYPE);
            case COUNTRY, OBJECT -> Optional.empty();
        };
    }
}
