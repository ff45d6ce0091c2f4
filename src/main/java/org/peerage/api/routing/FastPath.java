package org.peerage.api.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.api.LenientNumbers;
import org.peerage.api.QueryParameters;
import org.peerage.api.Route;
import org.peerage.net.IpAddress;
import org.peerage.net.IpPrefix;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Field;
import org.peerage.schema.ObjectType;
import org.peerage.schema.ValueType;
import org.peerage.snapshot.Snapshot;

/** Which reads look at few rows, or at bytes that are ready: what does not is not to hold up others. */
final class FastPath {
    private static final int MAX_ID_LENGTH = 18;
    private static final int MAX_QUERY_LENGTH = 100;
    private static final String SINCE = "since=";
    /** After a load, what changed is all there is. */
    private static final int MAX_ROWS = 250;

    private static final Set<ValueType<?>> TEXTS = Set.of(ValueType.TEXT, ValueType.MAC);

    /**
     * The filters of each type that an index answers, with the values for which it does. A name that is no filter would be all of
     * the list, and a value that is none of the field's is looked for in every row.
     */
    private static final Map<ObjectType, Map<String, Predicate<String>>> FILTERS =
            ObjectTypes.ALL.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), FastPath::narrow));

    private FastPath() {}

    private static Map<String, Predicate<String>> narrow(ObjectType type) {
        Map<String, Predicate<String>> narrow = new HashMap<>();
        for (Field<?> field : type.fields()) {
            boolean fast = field.type() == ValueType.ID || (field.isIndexed() && !TEXTS.contains(field.type()));
            if (fast && type.isFilter(field.name())) {
                narrow.put(field.name(), values(field));
            }
        }
        for (ObjectType far : ObjectTypes.ALL) {
            if (refers(type, far.typeName())) {
                narrow.putIfAbsent(far.typeName() + "_id", FastPath::isNumber);
            }
        }
        return narrow;
    }

    /** Whether rows refer to what refers to what is named. */
    private static boolean refers(ObjectType type, String name) {
        return type.filterRelations().stream()
                .anyMatch(link -> link.reference().isPresent() && link.names().contains(name));
    }

    private static Predicate<String> values(Field<?> field) {
        if (field.type() == ValueType.ADDRESS) {
            return value -> IpAddress.parse(QueryParameters.decode(value)).isPresent();
        }
        return field.type() == ValueType.PREFIX
                ? value -> IpPrefix.parse(QueryParameters.decode(value)).isPresent()
                : FastPath::isNumber;
    }

    /** Whether it is one object without others, or a list of those that an index finds or that changed of late, asked for as they mostly are. */
    static boolean accepts(Route route, @Nullable String query, Snapshot snapshot) {
        return query != null
                && switch (route) {
                    case Route.Item one -> query.equals("depth=0");
                    case Route.Collection(ObjectType type) -> isNarrow(type, query, snapshot);
                    default -> false;
                };
    }

    /** One filter that an index answers, or what changed since, if that is little. */
    private static boolean isNarrow(ObjectType type, String query, Snapshot snapshot) {
        if (query.length() > MAX_QUERY_LENGTH || query.indexOf('&') >= 0) {
            return false;
        }
        if (query.startsWith(SINCE)) {
            OptionalLong since = LenientNumbers.wholeNumber(query.substring(SINCE.length()));
            return since.isPresent() && snapshot.hasFewChangesSince(type, since.getAsLong(), MAX_ROWS);
        }
        int equals = query.indexOf('=');
        Predicate<String> values =
                equals < 0 ? null : FILTERS.getOrDefault(type, Map.of()).get(query.substring(0, equals));
        return values != null && values.test(query.substring(equals + 1));
    }

    private static boolean isNumber(String value) {
        return value.length() < MAX_ID_LENGTH && LenientNumbers.isPlain(value);
    }
}
