package org.peerage.api;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Types;
import org.peerage.schema.ObjectType;
import org.peerage.snapshot.Snapshot;

/** Which reads look at few rows, or at bytes that are ready: what does not is not to hold up others. */
final class QuickReads {
    private static final Map<String, ObjectType> LISTS =
            Types.ALL.stream().collect(Collectors.toUnmodifiableMap(type -> "/api/" + type.tag(), type -> type));
    private static final int LONGEST_ID = 18;
    private static final int LONGEST_QUERY = 100;
    private static final String SINCE = "since=";
    /** After a load, what changed is all there is. */
    private static final int FEW = 250;

    /** Filters that an index answers. */
    private static final Set<String> NARROW = Set.of(
            "id",
            "asn",
            "ipaddr4",
            "ipaddr6",
            "prefix",
            "net_id",
            "ix_id",
            "ixlan_id",
            "fac_id",
            "org_id",
            "campus_id");

    private QuickReads() {}

    /** Whether it is one object without others, or a list of those that an index finds, asked for as it mostly is. */
    static boolean isOne(String path, @Nullable String query, Snapshot snapshot) {
        if (query == null) {
            return false;
        }
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) >= '0' && path.charAt(end - 1) <= '9') {
            end--;
        }
        boolean one = end < path.length() && end > 0 && path.charAt(end - 1) == '/' && path.length() - end < LONGEST_ID;
        ObjectType type = LISTS.get(one ? path.substring(0, end - 1) : path);
        return type != null && (one ? query.equals("depth=0") : isNarrow(type, query, snapshot));
    }

    /** The type whose list has this address; empty where none has. */
    static Optional<ObjectType> list(String path) {
        return Optional.ofNullable(LISTS.get(path));
    }

    /** One filter that an index answers, or what changed since, if that is little. */
    private static boolean isNarrow(ObjectType type, String query, Snapshot snapshot) {
        if (query.length() > LONGEST_QUERY || query.indexOf('&') >= 0) {
            return false;
        }
        if (query.startsWith(SINCE)) {
            OptionalLong since = Numbers.whole(query.substring(SINCE.length()));
            return since.isPresent() && snapshot.areFewSince(type, since.getAsLong(), FEW);
        }
        int equals = query.indexOf('=');
        return equals > 0 && NARROW.contains(query.substring(0, equals));
    }
}
