package org.peerage.web.staff;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.PermissionExplanation;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.Row;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/** Who may do what: grants by namespace, and why somebody may or may not do something (docs/spec/access.md §1). */
final class PermissionPages {
    private static final String ROOT = "peeringdb.";

    PageResponse show(StaffRequest staff) {
        String name = staff.request().value("holder");
        if (name.isEmpty()) {
            return staff.page("permissions", Texts.text("key.access"), model(staff, Optional.empty()));
        }
        Optional<GrantHolder> holder =
                GrantHolder.of(name, ActorNames.of(staff), staff.services().authenticator());
        if (holder.isEmpty()) {
            return page(staff, holder, Texts.text("staff.permissions.nobody"));
        }
        return staff.request().isPost() ? change(staff, holder.get()) : page(staff, holder, "");
    }

    private static PageResponse change(StaffRequest staff, GrantHolder holder) {
        String text = staff.request().value("namespace");
        boolean removes = staff.request().pathSegment(2).equals("remove");
        if (!holder.editable()) {
            return page(staff, Optional.of(holder), Texts.text("staff.permissions.noGrants"));
        }
        Optional<Namespace> namespace = namespace(text);
        if (namespace.isEmpty()) {
            return page(staff, Optional.of(holder), Texts.text("staff.permissions.namespace"));
        }
        int bits = 0;
        for (Permission permission : Permission.values()) {
            if (staff.request().has(permission.name().toLowerCase(Locale.ROOT))) {
                bits |= permission.bit();
            }
        }
        save(staff, holder, namespace.get(), removes ? -1 : bits);
        staff.audit(
                removes ? "remove grant" : "grant",
                holder.subject(),
                staff.request().value("holder") + " " + text
                        + (removes ? "" : " " + Permission.describe(Languages.english(), bits)));
        return StaffRequest.redirectWithNotice(
                "/staff/permissions?holder="
                        + URLEncoder.encode(staff.request().value("holder"), StandardCharsets.UTF_8),
                removes ? "removed" : "saved");
    }

    private static Optional<Namespace> namespace(String text) {
        try {
            return text.startsWith(ROOT) && text.matches("[a-z0-9_.*-]+")
                    ? Optional.of(new Namespace(text))
                    : Optional.empty();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Grants bits; -1 takes the grant away. */
    private static void save(StaffRequest staff, GrantHolder holder, Namespace namespace, int bits) {
        staff.services().accounts().change(store -> {
            holder.user().ifPresent(user -> {
                if (bits < 0) {
                    store.removeGrant(user.id(), namespace);
                } else {
                    store.grant(user.id(), namespace, bits);
                }
            });
            holder.key().ifPresent(key -> {
                Map<Namespace, Integer> grants = new HashMap<>(key.grants());
                if (bits < 0) {
                    grants.remove(namespace);
                } else {
                    grants.put(namespace, bits);
                }
                boolean _ = store.setKeyGrants(key.prefix(), grants, PermissionIds.isReadOnly(grants));
            });
            return holder;
        });
    }

    private static PageResponse page(StaffRequest staff, Optional<GrantHolder> holder, String problem) {
        return staff.page("permissions", Texts.text("key.access"), problem, model(staff, holder));
    }

    private static Map<String, Object> model(StaffRequest staff, Optional<GrantHolder> holder) {
        String object = staff.request().value("object");
        String action = staff.request().value("action");
        Map<String, Object> model = new HashMap<>();
        model.put("holder", staff.request().value("holder"));
        model.put("label", holder.map(GrantHolder::label).orElse(""));
        model.put("editable", holder.map(GrantHolder::editable).orElse(false));
        model.put("grants", holder.map(GrantHolder::rows).orElse(List.of()));
        model.put("object", object);
        model.put("action", action);
        model.put("verdict", object.isEmpty() ? "" : verdict(staff, holder, object));
        model.put(
                "reasons",
                object.isEmpty()
                        ? List.of()
                        : explain(staff, holder, object)
                                .map(PermissionExplanation::reasons)
                                .orElse(List.of()));
        return model;
    }

    private static String verdict(StaffRequest staff, Optional<GrantHolder> holder, String object) {
        Optional<String> namespace = namespaceOf(staff, object);
        if (holder.isEmpty() || namespace.isEmpty()) {
            return Texts.text("staff.permissions.name");
        }
        return explain(staff, holder, object)
                .map(explanation -> explanation.allowed()
                        ? Texts.text(
                                "staff.verdict.may",
                                holder.get().label(),
                                Permission.describe(
                                        Messages.current(), permission(staff).bit()),
                                namespace.get())
                        : Texts.text(
                                "staff.verdict.mayNot",
                                holder.get().label(),
                                Permission.describe(
                                        Messages.current(), permission(staff).bit()),
                                namespace.get()))
                .orElse(Texts.text("staff.verdict.inactive", holder.get().label()));
    }

    private static Optional<PermissionExplanation> explain(
            StaffRequest staff, Optional<GrantHolder> holder, String object) {
        return holder.flatMap(GrantHolder::caller).flatMap(caller -> namespaceOf(staff, object)
                .map(namespace -> caller.explain(permission(staff), namespace)));
    }

    private static Permission permission(StaffRequest staff) {
        for (Permission permission : Permission.values()) {
            if (permission.name().equalsIgnoreCase(staff.request().value("action"))) {
                return permission;
            }
        }
        return Permission.READ;
    }

    /** The namespace of an object such as {@code net 62} or {@code net/62}, or one that is spelt out. */
    private static Optional<String> namespaceOf(StaffRequest staff, String object) {
        if (object.startsWith(ROOT)) {
            return namespace(object).map(Namespace::text);
        }
        String[] parts = object.split("[ /.:]+");
        if (parts.length != 2) {
            return Optional.empty();
        }
        return ObjectTypes.byName(parts[0].toLowerCase(Locale.ROOT)).flatMap(type -> {
            Row row = staff.request().snapshot().find(type, StaffRequest.number(parts[1]));
            return Optional.ofNullable(row)
                    .map(found -> type.namespace(found, staff.request().snapshot()));
        });
    }
}
