package org.peerage.registry.types;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.peerage.schema.ObjectType;

/** All types: parents before children, as dumps are loaded and copies are synchronised. */
public final class Types {
    public static final List<ObjectType> ALL = List.of(
            Org.TYPE,
            Campus.TYPE,
            Fac.TYPE,
            Net.TYPE,
            Ix.TYPE,
            Carrier.TYPE,
            CarrierFac.TYPE,
            IxFac.TYPE,
            IxLan.TYPE,
            IxPfx.TYPE,
            Poc.TYPE,
            NetFac.TYPE,
            NetIxLan.TYPE);

    private static final Map<String, ObjectType> BY_TAG =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ObjectType::tag, Function.identity()));

    private Types() {}

    public static Optional<ObjectType> byTag(String tag) {
        return Optional.ofNullable(BY_TAG.get(tag));
    }
}
