package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/**
 * The form in which permissions are set: a line for each thing, a box for each bit.
 *
 * @param action where it is sent
 * @param field the name of the hidden field that says whose permissions they are, and its value
 * @param version of the permissions that it was made of, so that nobody's edit is lost
 * @param preview what would be permitted
 * @param collisions what somebody else saved meanwhile, in words; empty: nothing
 * @param others grants that have no line, which saving removes
 */
public record PermissionMatrix(
        String action,
        String field,
        String value,
        String holder,
        String version,
        List<MatrixRow> lines,
        PermissionPreview preview,
        List<String> collisions,
        List<String> others,
        boolean edited) {

    public PermissionMatrix {
        lines = List.copyOf(lines);
        collisions = List.copyOf(collisions);
        others = List.copyOf(others);
    }

    /**
     * One line.
     *
     * @param wider the ids that decide where no box is ticked, the closest first, separated by spaces
     * @param inherited what they decide now, in words
     */
    public record MatrixRow(String id, String label, int bits, String wider, String inherited) {
        public boolean isTicked(int bit) {
            return (bits & bit) != 0;
        }
    }

    /** Whose permissions a form sets. */
    record MatrixHolder(String action, String field, String value, String name) {}

    /**
     * The form as it is shown.
     *
     * @param grants that are saved now
     * @param bits that the boxes show
     * @param collides whether {@code grants} are not what the boxes were made of
     */
    static PermissionMatrix of(
            PanelRequest panel,
            MatrixHolder holder,
            Map<Namespace, Integer> grants,
            Map<String, Integer> bits,
            boolean collides) {
        PermissionIds ids = new PermissionIds(panel.id());
        PermissionBits shown = new PermissionBits(ids, bits);
        PermissionBits saved = new PermissionBits(ids, ids.of(grants));
        List<PermissionTarget> permits = PermissionTarget.of(panel.request().snapshot(), panel.id());
        Map<String, String> labels = new HashMap<>();
        permits.forEach(permit -> labels.put(permit.id(), permit.label()));
        List<MatrixRow> lines = new ArrayList<>();
        permits.forEach(permit -> lines.add(new MatrixRow(
                permit.id(),
                permit.label(),
                shown.set(permit.id()),
                String.join(" ", ids.wider(permit.id())),
                inherited(shown, permit.id(), labels))));
        List<String> differing = shown.differences(saved);
        List<String> collisions = collides
                ? differing.stream()
                        .map(id -> Texts.text(
                                "matrix.difference",
                                labels.getOrDefault(id, id),
                                permissions(saved.set(id)),
                                permissions(shown.set(id))))
                        .toList()
                : List.of();
        List<String> others = new ArrayList<>();
        ids.others(grants)
                .forEach((namespace, granted) ->
                        others.add(namespace.text() + ": " + PermissionBits.permissions(granted)));
        return new PermissionMatrix(
                holder.action,
                holder.field,
                holder.value,
                holder.name,
                PermissionIds.version(grants),
                lines,
                PermissionPreview.of(shown, permits),
                collisions,
                others,
                !differing.isEmpty());
    }

    private static String permissions(int bits) {
        return bits == 0 ? Texts.text("matrix.asInherited") : PermissionBits.permissions(bits | Permission.READ.bit());
    }

    private static String inherited(PermissionBits bits, String id, Map<String, String> labels) {
        if (id.equals(bits.ids().users())) {
            return Texts.text("matrix.hereOnly");
        }
        String from = bits.from(id);
        String inherited = PermissionBits.permissions(bits.inherited(id));
        return from.isEmpty() ? inherited : Texts.text("matrix.from", inherited, labels.getOrDefault(from, from));
    }

    /** The bits that a form's boxes stand for, by id; ids without any are left out. */
    static Map<String, Integer> submitted(PanelRequest panel) {
        Map<String, Integer> sent = new LinkedHashMap<>();
        for (PermissionTarget permit : PermissionTarget.of(panel.request().snapshot(), panel.id())) {
            int bits = bits(panel.request(), permit.id());
            if (bits != 0) {
                sent.put(permit.id(), bits | Permission.READ.bit());
            }
        }
        return sent;
    }

    private static int bits(PageRequest request, String id) {
        int bits = 0;
        for (Permission permission : Permission.values()) {
            if (request.has("p:" + id + ":" + permission.name().toLowerCase(Locale.ROOT))) {
                bits |= permission.bit();
            }
        }
        return bits;
    }
}
