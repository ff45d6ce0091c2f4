package org.peerage.api.filters;

import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.peerage.schema.Field;
import org.peerage.schema.FilterRelation;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.search.Search;
import org.peerage.snapshot.Condition;
import org.peerage.snapshot.Query;
import org.peerage.snapshot.VisibleRows;
import org.peerage.text.Transliteration;

/**
 * Finds what a parameter filters by: a field of the type, a relation of it, or a parameter with code of its own. Relations are
 * walked as the caller sees them.
 */
public final class Filters {
    private final ObjectType type;
    private final VisibleRows visible;
    private final Search search;

    public Filters(ObjectType type, VisibleRows visible, Search search) {
        this.type = type;
        this.visible = visible;
        this.search = search;
    }

    /** The condition of a parameter; empty if it is no filter of the type, which is no error. */
    public Optional<ParseResult<Condition>> read(String name, String rawValue) {
        String value = Transliteration.toAscii(rawValue);
        Optional<ParseResult<Condition>> special = SpecialFilters.read(type, visible, search, name, value, rawValue);
        if (special.isPresent()) {
            return special;
        }
        NamedFilter named = NamedFilter.of(name);
        return read(named.path, named.operator, new FilterValue(value, rawValue));
    }

    /** Whether a parameter of that name filters the type at all; others are ignored. */
    public boolean isFilter(String name) {
        if (SpecialFilters.isOwn(type, name)
                || SpecialFilters.isConstant(type, name)
                || name.equals("name_search")
                || DistanceFilter.isPart(type, name)) {
            return true;
        }
        NamedFilter named = NamedFilter.of(name);
        int step = named.path.indexOf("__");
        if (step >= 0) {
            return link(named.path.substring(0, step))
                    .filter(link ->
                            farField(link, named.path.substring(step + 2)).isPresent()
                                    || SpecialFilters.isConstant(link.target().get(), named.path.substring(step + 2)))
                    .isPresent();
        }
        return ownField(named.path).isPresent()
                || ownLink(named.path, named.operator).isPresent();
    }

    /** A parameter's name without its operator. */
    private record NamedFilter(String path, Operator operator) {
        static NamedFilter of(String name) {
            int last = name.lastIndexOf("__");
            Optional<Operator> suffix = last < 0 ? Optional.empty() : Operator.ofSuffix(name.substring(last + 2));
            return suffix.map(operator -> new NamedFilter(name.substring(0, last), operator))
                    .orElseGet(() -> new NamedFilter(name, Operator.EXACT));
        }
    }

    /** A value in ASCII, as most filters take it, and as it was sent, as those by active links do. */
    private record FilterValue(String ascii, String raw) {}

    /** Under which name a parameter counts once: a relation is the same with {@code _id} and without. */
    public String slot(String name) {
        NamedFilter named = NamedFilter.of(name);
        String head = withoutId(named.path);
        return link(head).isPresent() ? head + "__" + named.operator : name;
    }

    /** Whether the first value of a parameter counts that comes several times; of the others it is the last. */
    public boolean countsFirst(String name) {
        int step = name.indexOf("__");
        String head = step < 0 ? name : name.substring(0, step);
        return link(withoutId(head))
                        .filter(link -> link.kind() == FilterRelation.LinkKind.CONNECTED)
                        .isPresent()
                || SpecialFilters.isOwn(type, name);
    }

    private Optional<ParseResult<Condition>> read(String path, Operator operator, FilterValue value) {
        int step = path.indexOf("__");
        if (step >= 0) {
            return link(path.substring(0, step))
                    .flatMap(link -> throughLink(link, path.substring(step + 2), operator, value));
        }
        Optional<ParseResult<Condition>> own =
                ownField(path).map(field -> new FieldFilter(field, operator, value.ascii, mannerOf(field)).condition());
        if (own.isPresent()) {
            return own;
        }
        return ownLink(path, operator)
                .flatMap(link -> isPartOfReference(link, operator)
                        ? Optional.of(ParseResult.problem(FieldFilter.BAD_QUERY))
                        : throughLink(link, "id", operator, value));
    }

    private static String withoutId(String name) {
        return name.endsWith("_id") ? name.substring(0, name.length() - 3) : name;
    }

    /** The type's own field that a parameter filters by. */
    private Optional<Field<?>> ownField(String path) {
        return field(type, path).filter(field -> type.isFilter(field.name()));
    }

    /** The relation that a parameter filters by itself, not by a field behind it. */
    private Optional<FilterRelation> ownLink(String path, Operator operator) {
        return link(withoutId(path))
                .filter(link -> link.kind() != FilterRelation.LinkKind.SET || operator != Operator.EXACT);
    }

    private static boolean isPartOfReference(FilterRelation link, Operator operator) {
        return link.kind() != FilterRelation.LinkKind.CONNECTED
                && (operator == Operator.CONTAINS || operator == Operator.STARTSWITH);
    }

    private FieldFilter.MatchMode mannerOf(Field<?> field) {
        if (type.isCounter(field.name())) {
            return FieldFilter.MatchMode.COUNTER;
        }
        if (type.isSubstringMatched(field.name())) {
            return FieldFilter.MatchMode.SEARCHED;
        }
        return field.format().equals("country") ? FieldFilter.MatchMode.COUNTRY : FieldFilter.MatchMode.PLAIN;
    }

    private Optional<FilterRelation> link(String name) {
        // A connection by active links wins over the plain reference or set of the same name.
        Optional<FilterRelation> connected = links(name).stream()
                .filter(link -> link.kind() == FilterRelation.LinkKind.CONNECTED)
                .findFirst();
        return connected.isPresent() ? connected : links(name).stream().findFirst();
    }

    private List<FilterRelation> links(String name) {
        return type.filterRelations().stream()
                .filter(link -> link.names().contains(name))
                .toList();
    }

    private Optional<ParseResult<Condition>> throughLink(
            FilterRelation link, String name, Operator operator, FilterValue sent) {
        ObjectType far = link.target().get();
        boolean connected = link.kind() == FilterRelation.LinkKind.CONNECTED;
        String value = connected ? sent.raw : sent.ascii;
        FieldFilter.MatchMode mode = connected ? FieldFilter.MatchMode.CONNECTED : FieldFilter.MatchMode.RELATED;
        return farField(link, name)
                .map(field -> new FieldFilter(field, operator, value, mode).condition())
                .or(() -> SpecialFilters.constant(far, name, operator, value).map(ParseResult::value))
                .map(read -> read.then(condition -> ParseResult.value(near(link, condition))));
    }

    /** The field behind a link; a reference that rows behind active links have goes by its other name, too. */
    private static Optional<Field<?>> farField(FilterRelation link, String name) {
        Optional<Field<?>> field = field(link.target().get(), name);
        return field.isPresent() || link.kind() != FilterRelation.LinkKind.CONNECTED
                ? field
                : link.target().get().filterRelations().stream()
                        .filter(further -> further.names().contains(name))
                        .flatMap(further -> further.reference().stream())
                        .<Field<?>>map(Supplier::get)
                        .findFirst();
    }

    /** The rows here that are connected with rows there that fulfil the condition. */
    private Condition near(FilterRelation link, Condition condition) {
        if (link.reference().isPresent()) {
            return Condition.refersTo(
                    link.reference().get().get(),
                    query(link.target().get(), condition).ids(visible));
        }
        BitSet ids = new BitSet();
        for (Row far : select(visible, link.target().get(), condition)) {
            for (Row row : link.near().apply(far, visible)) {
                ids.set((int) row.id());
            }
        }
        return Condition.idIn(ids);
    }

    static List<Row> select(VisibleRows visible, ObjectType type, Condition condition) {
        return query(type, condition).select(visible);
    }

    private static Query query(ObjectType type, Condition condition) {
        return new Query(type, EnumSet.allOf(Status.class), List.of(condition), 0, null, 0, 0);
    }

    /** A field that filters may reach: one of the API, not of the database alone (docs/spec/deviations.md 4). */
    private static Optional<Field<?>> field(ObjectType type, String name) {
        return type.field(name)
                .or(() -> type.field(name + "_id").filter(Field::isReference))
                .filter(field -> !field.isHidden());
    }
}
