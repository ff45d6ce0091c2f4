package org.peerage.api.handlers;

import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.peerage.api.QueryParameters;
import org.peerage.api.filters.Filters;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** The API's filters for pages: the same parameters find the same objects there. */
public final class PageFilters {

    private PageFilters() {}

    /**
     * The active objects that a query string asks for, as the caller sees them; what else stands in it is ignored.
     *
     * @return the rows, or why there can be none, in the words of the API
     */
    public static ParseResult<List<Row>> of(
            Snapshot snapshot,
            Search search,
            Visibility visibility,
            boolean verified,
            ObjectType type,
            @Nullable String query) {
        return new ReadHandler(snapshot, visibility, verified, search).select(type, QueryParameters.parse(query));
    }

    /** Tells by its id whether everybody finds an active object by a query string; or why nobody can. */
    public static ParseResult<LongPredicate> test(Snapshot snapshot, ObjectType type, String query) {
        return new ReadHandler(snapshot, Visibility.PUBLIC, false).test(type, QueryParameters.parse(query));
    }

    /** The same; empty where the query is wrong. */
    public static Optional<LongPredicate> search(ObjectType type, String query, Snapshot snapshot) {
        return test(snapshot, type, query) instanceof ParseResult.Value<LongPredicate>(LongPredicate found)
                ? Optional.of(found)
                : Optional.empty();
    }

    /** Of these parameters those that are no filters of the type: the API ignores them, a page can say so. */
    public static List<String> ignored(Snapshot snapshot, ObjectType type, Iterable<String> parameters) {
        Filters filters = new Filters(type, snapshot.visibleTo(Visibility.PUBLIC), Search.withoutIndex());
        return StreamSupport.stream(parameters.spliterator(), false)
                .filter(name -> !filters.isFilter(name))
                .toList();
    }

    /** The same with the API's paging and {@code since}: the rows of a list at depth 0, in its order. */
    public static ParseResult<List<Row>> listed(
            Snapshot snapshot,
            Search search,
            Visibility sight,
            boolean verified,
            ObjectType type,
            @Nullable String query) {
        return new ReadHandler(snapshot, sight, verified, search).rows(type, QueryParameters.parse(query));
    }
}
