package org.peerage.accounts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Namespace;
import org.peerage.access.Permission;

/**
 * What people edit of members and of an organization's keys instead of namespaces (spec/access.md §1): {@code org.41},
 * {@code net}, {@code fac.31}.
 */
public final class PermissionIds {
    private static final Map<String, String> KINDS = kinds();

    private final long organization;

    public PermissionIds(long organization) {
        this.organization = organization;
    }

    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("net", "network");
        kinds.put("ix", "internetexchange");
        kinds.put("fac", "facility");
        kinds.put("carrier", "carrier");
        return kinds;
    }

    /** The namespaces that a permission id stands for, the telling one first; empty: there is no such id. */
    public List<Namespace> namespaces(String id) {
        Namespace root = Namespace.organization(organization);
        if (id.equals("org." + organization)) {
            return List.of(root, root.child("network.*.poc_set.private"));
        }
        if (id.equals("org." + organization + ".users")) {
            return List.of(root.child("users"));
        }
        int dot = id.indexOf('.');
        String word = KINDS.get(dot < 0 ? id : id.substring(0, dot));
        if (word == null || (dot >= 0 && !id.substring(dot + 1).matches("[1-9][0-9]{0,17}"))) {
            return List.of();
        }
        Namespace place = root.child(dot < 0 ? word : word + "." + id.substring(dot + 1));
        if (!word.equals("network")) {
            return List.of(place);
        }
        return List.of(place, dot < 0 ? place.child("*.poc_set.private") : place.child("poc_set.private"));
    }

    /** The id that a namespace is the telling one of. */
    private Optional<String> id(Namespace namespace) {
        String root = Namespace.organization(organization).text();
        if (namespace.text().equals(root)) {
            return Optional.of("org." + organization);
        }
        if (!namespace.text().startsWith(root + ".")) {
            return Optional.empty();
        }
        String[] parts = namespace.text().substring(root.length() + 1).split("\\.", -1);
        if (parts.length == 1 && parts[0].equals("users")) {
            return Optional.of("org." + organization + ".users");
        }
        return KINDS.entrySet().stream()
                .filter(kind -> kind.getValue().equals(parts[0]) && parts.length <= 2)
                .map(kind -> parts.length == 1 ? kind.getKey() : kind.getKey() + "." + parts[1])
                .filter(known -> !namespaces(known).isEmpty())
                .findFirst();
    }

    /** The bits by id, of grants by namespace. */
    public Map<String, Integer> of(Map<Namespace, Integer> grants) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<Namespace> ordered = new ArrayList<>(grants.keySet());
        ordered.sort((a, b) -> a.text().compareTo(b.text()));
        ordered.forEach(namespace -> id(namespace).ifPresent(id -> ids.put(id, grants.getOrDefault(namespace, 0))));
        return ids;
    }

    /** The grants that these ids stand for; whoever may do something may read it, too. */
    public Map<Namespace, Integer> grants(Map<String, Integer> bitsById) {
        Map<Namespace, Integer> grants = new LinkedHashMap<>();
        bitsById.forEach((id, bits) -> {
            if (bits != 0) {
                namespaces(id).forEach(namespace -> grants.put(namespace, bits | Permission.READ.bit()));
            }
        });
        return grants;
    }

    /** Whether none of the grants changes anything. */
    public static boolean isReadOnly(Map<Namespace, Integer> grants) {
        return grants.values().stream().allMatch(bits -> (bits & ~Permission.READ.bit()) == 0);
    }
}
