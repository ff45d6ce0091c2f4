package org.peerage.registry.types;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;

/** All types: parents before children, as dumps are loaded and copies are synchronised. */
public final class ObjectTypes {
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

    /** The names of those whose objects have a page of their own, as alternatives of a pattern. */
    public static final String NAMES_WITH_PAGES =
            ALL.stream().filter(ObjectType::hasPage).map(ObjectType::typeName).collect(Collectors.joining("|"));

    private static final Map<String, ObjectType> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ObjectType::typeName, Function.identity()));

    private ObjectTypes() {}

    /** All references to rows of a type. */
    @SuppressWarnings("unchecked")
    public static Stream<Field<Long>> referencesTo(ObjectType target) {
        return ALL.stream()
                .flatMap(type -> type.fields().stream())
                .filter(field -> field.isReference() && field.target() == target)
                .map(field -> (Field<Long>) field);
    }

    public static Optional<ObjectType> byName(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }
}
