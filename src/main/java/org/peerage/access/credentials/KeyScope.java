package org.peerage.access.credentials;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.peerage.registry.types.Campus;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.schema.ObjectType;

/**
 * What of a person's rights a key of theirs has: never more than the person.
 *
 * @param organizations in which it may write, and see what is for their people; empty: all of the person's
 * @param kinds of objects that it may write, as namespaces name them; empty: all
 */
public record KeyScope(Set<Long> organizations, Set<String> kinds) {
    /** All that the person may do. */
    public static final KeyScope ALL = new KeyScope(Set.of(), Set.of());

    /** The kinds that can be chosen. */
    public static final List<String> KINDS = Stream.of(Net.TYPE, Ix.TYPE, Fac.TYPE, Carrier.TYPE, Campus.TYPE)
            .map(ObjectType::namespaceSegment)
            .toList();

    private static final int ORGANIZATION_PART = 2;
    private static final int KIND_PART = 3;

    public KeyScope {
        organizations = Set.copyOf(organizations);
        kinds = Set.copyOf(kinds);
    }

    public boolean isAll() {
        return organizations.isEmpty() && kinds.isEmpty();
    }

    /** Whether something of the person's own may be done there. */
    public boolean allows(String namespace, boolean writes) {
        if (isAll()) {
            return true; // as for nearly all callers, who are asked about each row
        }
        String[] parts = namespace.split("\\.", KIND_PART + 2);
        boolean ofOrganization = organizations.isEmpty()
                || (parts.length > ORGANIZATION_PART
                        && parts[ORGANIZATION_PART].matches("[0-9]{1,18}")
                        && organizations.contains(Long.parseLong(parts[ORGANIZATION_PART])));
        boolean ofKind = !writes || kinds.isEmpty() || (parts.length > KIND_PART && kinds.contains(parts[KIND_PART]));
        return ofOrganization && ofKind;
    }

    public static KeyScope stored(@Nullable String organizations, @Nullable String kinds) {
        return new KeyScope(words(organizations).stream().map(Long::valueOf).collect(Collectors.toSet()), words(kinds));
    }

    private static Set<String> words(@Nullable String text) {
        return text == null
                ? Set.of()
                : Arrays.stream(text.split(" ", -1))
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.toSet());
    }

    @Nullable
    public String organizationsText() {
        return organizations.isEmpty()
                ? null
                : new TreeSet<>(organizations).stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @Nullable
    public String kindsText() {
        return kinds.isEmpty() ? null : String.join(" ", new TreeSet<>(kinds));
    }
}
