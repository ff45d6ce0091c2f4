package org.peerage.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * A relation that filters may walk: {@code name=<id>}, {@code name__<field>[__op]=…}. It is walked from its far end:
 * first the rows there that fit, then the rows here that they are connected with.
 *
 * @param names the names in parameters, the usual one first
 * @param target the type at the far end
 * @param near the rows here that a row at the far end is connected with
 * @param reference the reference of rows here to the far end, where those that refer to a row are connected with it
 * @param kind how values are compared at the far end
 */
public record FilterRelation(
        List<String> names,
        Supplier<ObjectType> target,
        BiFunction<Row, Rows, List<Row>> near,
        Optional<Supplier<Field<Long>>> reference,
        LinkKind kind) {

    /** The reference has three ways to walk, with rules of their own (docs/spec/rest.md §3, fields.json). */
    public enum LinkKind {
        /** A reference: fields of the row it points to, compared like fields of the row itself. */
        REFERENCE,
        /** The rows that point here: likewise, but the bare name is no filter. */
        SET,
        /** Rows connected through active links: exact by collation, parts of texts case-sensitive. */
        CONNECTED
    }

    /** A reference under its own name without {@code _id}, and other names. */
    public static FilterRelation reference(Field<Long> field, String... more) {
        List<String> names = new ArrayList<>();
        names.add(field.name().substring(0, field.name().length() - "_id".length()));
        names.addAll(List.of(more));
        return referring(List.copyOf(names), field::target, () -> field, LinkKind.REFERENCE);
    }

    /** The rows whose reference {@code back} points here. */
    public static FilterRelation set(String name, Supplier<ObjectType> target, Supplier<Field<Long>> back) {
        return new FilterRelation(List.of(name), target, follow(back), Optional.empty(), LinkKind.SET);
    }

    public static FilterRelation connected(
            String name, Supplier<ObjectType> target, BiFunction<Row, Rows, List<Row>> near) {
        return new FilterRelation(List.of(name), target, near, Optional.empty(), LinkKind.CONNECTED);
    }

    /** Connected rows are those whose reference names the far end. */
    public static FilterRelation connectedBy(
            String name, Supplier<ObjectType> target, Supplier<Field<Long>> reference) {
        return referring(List.of(name), target, reference, LinkKind.CONNECTED);
    }

    private static FilterRelation referring(
            List<String> names, Supplier<ObjectType> target, Supplier<Field<Long>> reference, LinkKind kind) {
        return new FilterRelation(
                names, target, (far, rows) -> rows.referring(reference.get(), far.id()), Optional.of(reference), kind);
    }

    /** The row that a reference of the far row points to. */
    public static BiFunction<Row, Rows, List<Row>> follow(Supplier<Field<Long>> reference) {
        return (far, rows) -> {
            Long id = far.find(reference.get());
            Row here = id == null ? null : rows.find(reference.get().target(), id);
            return here == null ? List.of() : List.of(here);
        };
    }

    /** The same, for far rows that are active links. */
    public static BiFunction<Row, Rows, List<Row>> followActive(Supplier<Field<Long>> reference) {
        return (far, rows) -> far.isActive() ? follow(reference).apply(far, rows) : List.of();
    }
}
