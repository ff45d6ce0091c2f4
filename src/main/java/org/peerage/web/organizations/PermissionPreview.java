package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.peerage.access.Permission;

/**
 * What permissions come to, in words.
 *
 * @param may what can be done
 * @param mayNot what can't
 * @param apart single objects for which something else holds
 */
public record PermissionPreview(List<String> may, List<String> mayNot, List<String> apart) {
    private static final int CREATE = Permission.CREATE.bit();
    private static final int UPDATE = Permission.UPDATE.bit();
    private static final int DELETE = Permission.DELETE.bit();
    private static final int WRITES = CREATE | UPDATE | DELETE;
    private static final Map<String, String> KINDS = Map.of(
            "net", "networks, with their contacts, facilities and exchange connections",
            "ix", "exchanges, with their prefixes and facilities",
            "fac", "facilities",
            "carrier", "carriers, with their facilities");

    public PermissionPreview {
        may = List.copyOf(may);
        mayNot = List.copyOf(mayNot);
        apart = List.copyOf(apart);
    }

    static PermissionPreview of(PermissionBits bits, List<PermissionTarget> permits) {
        List<String> may = new ArrayList<>();
        List<String> mayNot = new ArrayList<>();
        may.add("Read what members of the organization read, private contacts included.");
        int whole = bits.of(bits.ids().wholeOrganization());
        describe(whole & ~CREATE, UPDATE | DELETE, "the organization's own entry", may, mayNot);
        for (String kind : List.of("net", "ix", "fac", "carrier")) {
            describe(bits.of(kind), WRITES, KINDS.getOrDefault(kind, kind), may, mayNot);
        }
        describe(whole, WRITES, "campuses", may, mayNot);
        users(bits.of(bits.ids().users()), may, mayNot);
        List<String> apart = new ArrayList<>();
        for (PermissionTarget permit : permits) {
            if (permit.id().indexOf('.') > 0 && !permit.id().startsWith("org.")) {
                apart(bits, permit, apart);
            }
        }
        sessions(bits, apart);
        return new PermissionPreview(may, mayNot, apart);
    }

    private static void describe(int bits, int possible, String subject, List<String> may, List<String> mayNot) {
        if ((bits & possible) != 0) {
            may.add(sentence(bits & possible, " and ", subject));
        }
        if ((~bits & possible) != 0) {
            mayNot.add(sentence(~bits & possible, " or ", subject));
        }
    }

    private static String sentence(int bits, String last, String subject) {
        List<String> verbs = verbs(bits, List.of("add", "edit", "delete"));
        String text = joined(verbs, last);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + " " + subject + ".";
    }

    private static List<String> verbs(int bits, List<String> words) {
        List<String> verbs = new ArrayList<>();
        int[] order = {CREATE, UPDATE, DELETE};
        for (int i = 0; i < order.length; i++) {
            if ((bits & order[i]) != 0) {
                verbs.add(words.get(i));
            }
        }
        return verbs;
    }

    private static String joined(List<String> words, String last) {
        return words.size() == 1
                ? words.getFirst()
                : String.join(", ", words.subList(0, words.size() - 1)) + last + words.getLast();
    }

    private static void users(int bits, List<String> may, List<String> mayNot) {
        if (bits == 0) {
            mayNot.add("Look after the organization's members.");
            return;
        }
        List<String> verbs = new ArrayList<>(List.of("See"));
        if ((bits & CREATE) != 0) {
            verbs.add("add");
        }
        if ((bits & DELETE) != 0) {
            verbs.add("remove");
        }
        may.add(joined(verbs, " and ") + " members; never admins, API keys or settings.");
    }

    /** Objects that are not like others of their kind. */
    private static void apart(PermissionBits bits, PermissionTarget permit, List<String> apart) {
        String kind = permit.id().substring(0, permit.id().indexOf('.'));
        int here = bits.of(permit.id());
        if (kind.equals("sessions") || ((here ^ bits.of(kind)) & WRITES) == 0) {
            return;
        }
        List<String> words = List.of("add to it", "edit it", "delete it or what belongs to it");
        List<String> can = verbs(here, words);
        List<String> cannot = verbs(~here, words);
        apart.add(permit.label() + ": "
                + (can.isEmpty() ? "" : "may " + joined(can, " and "))
                + (can.isEmpty() || cannot.isEmpty() ? "" : "; ")
                + (cannot.isEmpty() ? "" : "may not " + joined(cannot, " or ")) + ".");
    }

    private static void sessions(PermissionBits bits, List<String> apart) {
        bits.own().keySet().stream()
                .filter(id -> id.startsWith("sessions"))
                .sorted()
                .forEach(id -> apart.add("Peering sessions of "
                        + (id.equals("sessions") ? "any network" : "network " + id.substring("sessions.".length()))
                        + ": " + PermissionBits.permissions(bits.of(id)) + "."));
    }
}
