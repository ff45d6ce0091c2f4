package org.peerage.accounts.organizations;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.accounts.RandomTokens;
import org.peerage.registry.types.Carrier;
import org.peerage.registry.types.Fac;
import org.peerage.registry.types.Ix;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.registry.types.Org;
import org.peerage.schema.ObjectType;

/**
 * What people edit of members and of an organization's keys instead of namespaces (docs/spec/access.md §1): {@code org.41},
 * {@code org.41.users}, {@code net}, {@code fac.31}, {@code sessions.62}.
 */
public final class PermissionIds {
    private static final String SESSIONS = "sessions";
    private static final String PRIVATE_CONTACTS = "poc_set.private";

    /** The types of objects that are permitted by kind or one by one. */
    public static final List<ObjectType> KINDS = List.of(Net.TYPE, Ix.TYPE, Fac.TYPE, Carrier.TYPE);

    private final long organization;

    public PermissionIds(long organization) {
        this.organization = organization;
    }

    /** The id for the organization and all it owns. */
    public String wholeOrganization() {
        return Org.TYPE.typeName() + "." + organization;
    }

    /** The id for looking after its members. */
    public String users() {
        return wholeOrganization() + ".users";
    }

    /** The id for reading its log of changes. */
    public String log() {
        return wholeOrganization() + ".log";
    }

    /** The namespaces that a permission id stands for, the telling one first; empty: there is no such id. */
    public List<Namespace> namespaces(String id) {
        Namespace root = Namespace.organization(organization);
        if (id.equals(wholeOrganization())) {
            return List.of(root, root.child("network.*." + PRIVATE_CONTACTS));
        }
        if (id.equals(users())) {
            return List.of(root.child("users"));
        }
        if (id.equals(log())) {
            return List.of(root.child("log"));
        }
        int dot = id.indexOf('.');
        String kind = dot < 0 ? id : id.substring(0, dot);
        String which = dot < 0 ? "" : id.substring(dot + 1);
        if (dot >= 0 && !which.matches("[1-9][0-9]{0,17}")) {
            return List.of();
        }
        if (kind.equals(SESSIONS)) {
            return List.of(root.child("network." + (dot < 0 ? "*" : which) + "." + SESSIONS));
        }
        ObjectType type = ObjectTypes.byName(kind).filter(KINDS::contains).orElse(null);
        if (type == null) {
            return List.of();
        }
        String segment = type.namespaceSegment();
        Namespace namespace = root.child(dot < 0 ? segment : segment + "." + which);
        if (type != Net.TYPE) {
            return List.of(namespace);
        }
        return List.of(namespace, namespace.child(dot < 0 ? "*." + PRIVATE_CONTACTS : PRIVATE_CONTACTS));
    }

    /**
     * The ids that hold where this one is not set, the closest first. Managing members is nobody's part: it is given
     * by its own id alone.
     */
    public List<String> wider(String id) {
        int dot = id.indexOf('.');
        String kind = dot < 0 ? id : id.substring(0, dot);
        if (kind.equals(Org.TYPE.typeName())) {
            return List.of();
        }
        if (kind.equals(SESSIONS)) {
            String networks = Net.TYPE.typeName();
            return dot < 0
                    ? List.of(networks, wholeOrganization())
                    : List.of(SESSIONS, networks + id.substring(dot), networks, wholeOrganization());
        }
        return dot < 0 ? List.of(wholeOrganization()) : List.of(kind, wholeOrganization());
    }

    /** The id that a namespace is the telling one of. */
    private Optional<String> id(Namespace namespace) {
        String root = Namespace.organization(organization).text();
        if (namespace.text().equals(root)) {
            return Optional.of(wholeOrganization());
        }
        if (!namespace.text().startsWith(root + ".")) {
            return Optional.empty();
        }
        String[] parts = namespace.text().substring(root.length() + 1).split("\\.", -1);
        if (parts.length == 1 && parts[0].equals("users")) {
            return Optional.of(users());
        }
        if (parts.length == 1 && parts[0].equals("log")) {
            return Optional.of(log());
        }
        if (parts.length == 3 && parts[0].equals("network") && parts[2].equals(SESSIONS)) {
            return known(parts[1].equals("*") ? SESSIONS : SESSIONS + "." + parts[1]);
        }
        return KINDS.stream()
                .filter(type -> type.namespaceSegment().equals(parts[0]) && parts.length <= 2)
                .map(ObjectType::typeName)
                .findFirst()
                .flatMap(kind -> known(parts.length == 1 ? kind : kind + "." + parts[1]));
    }

    private Optional<String> known(String id) {
        return namespaces(id).isEmpty() ? Optional.empty() : Optional.of(id);
    }

    /** The grants with their bits by id changed; those that have no id stay. */
    public Map<Namespace, Integer> edited(Map<Namespace, Integer> current, Consumer<Map<String, Integer>> edit) {
        Map<String, Integer> bits = new LinkedHashMap<>(of(current));
        edit.accept(bits);
        Map<Namespace, Integer> wanted = new LinkedHashMap<>(others(current));
        wanted.putAll(grants(bits));
        return wanted;
    }

    /** The bits by id, of grants by namespace. */
    public Map<String, Integer> of(Map<Namespace, Integer> grants) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        List<Namespace> ordered = new ArrayList<>(grants.keySet());
        ordered.sort(Comparator.comparing(Namespace::text));
        ordered.forEach(namespace -> id(namespace).ifPresent(id -> ids.put(id, grants.getOrDefault(namespace, 0))));
        return ids;
    }

    /**
     * The grants that these ids stand for; whoever may do something may read it, too. Of two ids that have a namespace
     * in common (private contacts) the closer one decides.
     */
    public Map<Namespace, Integer> grants(Map<String, Integer> bitsById) {
        Map<Namespace, Integer> grants = new LinkedHashMap<>();
        bitsById.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, Integer> entry) ->
                        wider(entry.getKey()).size()))
                .filter(entry -> entry.getValue() != 0)
                .forEach(entry -> namespaces(entry.getKey())
                        .forEach(namespace -> grants.put(namespace, entry.getValue() | Permission.READ.bit())));
        return grants;
    }

    /** Grants that no ids stand for: made with a command, and kept by whatever changes one id only. */
    public Map<Namespace, Integer> others(Map<Namespace, Integer> grants) {
        Map<Namespace, Integer> others = new LinkedHashMap<>(grants);
        others.keySet().removeAll(grants(of(grants)).keySet());
        return others;
    }

    /** A word for what is granted, by which a form tells of which state it was made. */
    public static String version(Map<Namespace, Integer> grants) {
        StringBuilder text = new StringBuilder();
        grants.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().text()))
                .forEach(entry -> text.append(entry.getKey().text())
                        .append('=')
                        .append(entry.getValue())
                        .append('\n'));
        return RandomTokens.hash(text.toString()).substring(0, 24);
    }

    /** Whether none of the grants changes anything. */
    public static boolean isReadOnly(Map<Namespace, Integer> grants) {
        return grants.values().stream().allMatch(bits -> (bits & ~Permission.READ.bit()) == 0);
    }
}
