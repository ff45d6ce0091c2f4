package org.peerage.api;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ParseResult;
import org.peerage.schema.Row;
import org.peerage.schema.Status;
import org.peerage.snapshot.Condition;
import org.peerage.snapshot.Query;

/** The parameters of a list that are no filters (docs/spec/rest.md §2); 0 is none. */
public record ListParameters(int depth, int skip, int limit, long since) {
    public static final ListParameters NONE = new ListParameters(0, 0, 0, 0);

    public static ParseResult<ListParameters> read(QueryParameters parameters) {
        int[] numbers = new int[3];
        List<String> names = List.of("depth", "skip", "limit");
        for (int i = 0; i < numbers.length; i++) {
            OptionalInt number = number(parameters, names.get(i), 0);
            if (number.isEmpty()) {
                return ParseResult.problem("'" + names.get(i) + "' needs to be a number");
            }
            numbers[i] = number.getAsInt();
        }
        String text = parameters.get("since");
        OptionalDouble since = text == null ? OptionalDouble.of(0) : LenientNumbers.floating(text);
        return since.isEmpty()
                ? ParseResult.problem("'since' needs to be a unix timestamp (epoch seconds)")
                : ParseResult.value(new ListParameters(numbers[0], numbers[1], numbers[2], (long) since.getAsDouble()));
    }

    public static OptionalInt number(QueryParameters parameters, String name, int otherwise) {
        String text = parameters.get(name);
        return text == null ? OptionalInt.of(otherwise) : LenientNumbers.count(text);
    }

    public Query query(ObjectType type, List<Condition> conditions, @Nullable Comparator<Row> order) {
        return new Query(
                type,
                since > 0 ? type.shownSince() : Set.of(Status.OK),
                conditions,
                since,
                order,
                Math.max(0, skip),
                Math.max(0, limit));
    }
}
