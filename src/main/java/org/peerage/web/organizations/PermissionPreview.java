package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.List;
import org.peerage.access.rights.Permission;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.schema.ObjectType;
import org.peerage.web.page.Texts;

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

    public PermissionPreview {
        may = List.copyOf(may);
        mayNot = List.copyOf(mayNot);
        apart = List.copyOf(apart);
    }

    static PermissionPreview of(PermissionBits bits, List<PermissionTarget> permits) {
        List<String> may = new ArrayList<>();
        List<String> mayNot = new ArrayList<>();
        may.add(Texts.text("may.read"));
        int whole = bits.of(bits.ids().wholeOrganization());
        describe(whole & ~CREATE, UPDATE | DELETE, Texts.text("may.own"), may, mayNot);
        for (ObjectType kind : PermissionIds.KINDS) {
            describe(bits.of(kind.typeName()), WRITES, Texts.text("may.kind." + kind.typeName()), may, mayNot);
        }
        describe(whole, WRITES, Texts.text("may.kind.campus"), may, mayNot);
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
            may.add(sentence(bits & possible, "may.and", subject));
        }
        if ((~bits & possible) != 0) {
            mayNot.add(sentence(~bits & possible, "may.or", subject));
        }
    }

    private static String sentence(int bits, String last, String subject) {
        List<String> verbs =
                verbs(bits, List.of(Texts.text("may.add"), Texts.text("may.edit"), Texts.text("permission.delete")));
        String text = Texts.text("may.sentence", joined(verbs, last), subject);
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
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

    /** A list in words, its end by the message {@code last}: "and", or "or". */
    private static String joined(List<String> words, String last) {
        return words.size() == 1
                ? words.getFirst()
                : Texts.text(last, String.join(", ", words.subList(0, words.size() - 1)), words.getLast());
    }

    private static void users(int bits, List<String> may, List<String> mayNot) {
        if (bits == 0) {
            mayNot.add(Texts.text("may.users.not"));
            return;
        }
        List<String> verbs = new ArrayList<>(List.of(Texts.text("may.users.see")));
        if ((bits & CREATE) != 0) {
            verbs.add(Texts.text("may.users.add"));
        }
        if ((bits & DELETE) != 0) {
            verbs.add(Texts.text("may.users.remove"));
        }
        may.add(Texts.text("may.users", joined(verbs, "may.and")));
    }

    /** Objects that are not like others of their kind. */
    private static void apart(PermissionBits bits, PermissionTarget permit, List<String> apart) {
        String kind = permit.id().substring(0, permit.id().indexOf('.'));
        int here = bits.of(permit.id());
        if (kind.equals("sessions") || ((here ^ bits.of(kind)) & WRITES) == 0) {
            return;
        }
        List<String> words =
                List.of(Texts.text("may.apart.add"), Texts.text("may.apart.edit"), Texts.text("may.apart.delete"));
        List<String> can = verbs(here, words);
        List<String> cannot = verbs(~here, words);
        List<String> parts = new ArrayList<>();
        if (!can.isEmpty()) {
            parts.add(Texts.text("may.apart.may", joined(can, "may.and")));
        }
        if (!cannot.isEmpty()) {
            parts.add(Texts.text("may.apart.mayNot", joined(cannot, "may.or")));
        }
        apart.add(permit.label() + ": " + String.join("; ", parts) + ".");
    }

    private static void sessions(PermissionBits bits, List<String> apart) {
        bits.own().keySet().stream()
                .filter(id -> id.startsWith("sessions"))
                .sorted()
                .forEach(id -> apart.add(
                        id.equals("sessions")
                                ? Texts.text("may.sessions.any", PermissionBits.permissions(bits.of(id)))
                                : Texts.text(
                                        "may.sessions",
                                        id.substring("sessions.".length()),
                                        PermissionBits.permissions(bits.of(id)))));
    }
}
