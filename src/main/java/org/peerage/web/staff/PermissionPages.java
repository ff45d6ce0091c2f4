package org.peerage.web.staff;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.Explanation;
import org.peerage.access.Namespace;
import org.peerage.access.Permission;
import org.peerage.accounts.PermissionIds;
import org.peerage.registry.types.Types;
import org.peerage.schema.Row;
import org.peerage.web.page.Reply;

/** Who may do what: grants by namespace, and why somebody may or may not do something (docs/spec/access.md §1). */
final class PermissionPages {
    private static final String ROOT = "peeringdb.";

    Reply show(Desk desk) {
        String name = desk.visit().value("holder");
        if (name.isEmpty()) {
            return desk.page("permissions", "Permissions", model(desk, Optional.empty()));
        }
        Optional<Holder> holder =
                Holder.of(name, desk.site().accounts().current(), desk.site().callers());
        if (holder.isEmpty()) {
            return page(desk, holder, "There is no user and no key of that name.");
        }
        return desk.visit().isPost() ? change(desk, holder.get()) : page(desk, holder, "");
    }

    private static Reply change(Desk desk, Holder holder) {
        String text = desk.visit().value("namespace");
        boolean removes = desk.visit().part(2).equals("remove");
        if (!holder.editable()) {
            return page(desk, Optional.of(holder), "It has no grants of its own.");
        }
        Optional<Namespace> namespace = namespace(text);
        if (namespace.isEmpty()) {
            return page(
                    desk,
                    Optional.of(holder),
                    "A namespace is like peeringdb.organization.41.network.62, with * for any one part.");
        }
        int bits = 0;
        for (Permission permission : Permission.values()) {
            if (desk.visit().has(permission.name().toLowerCase(Locale.ROOT))) {
                bits |= permission.bit();
            }
        }
        save(desk, holder, namespace.get(), removes ? -1 : bits);
        desk.note(
                removes ? "remove grant" : "grant",
                holder.subject(),
                holder.label() + " " + text + (removes ? "" : " " + Permission.words(bits)));
        return Desk.done(
                "/staff/permissions?holder="
                        + java.net.URLEncoder.encode(
                                desk.visit().value("holder"), java.nio.charset.StandardCharsets.UTF_8),
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
    private static void save(Desk desk, Holder holder, Namespace namespace, int bits) {
        desk.site().accounts().change(store -> {
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

    private static Reply page(Desk desk, Optional<Holder> holder, String problem) {
        return desk.page(problem.isEmpty() ? 200 : 400, "permissions", "Permissions", problem, model(desk, holder));
    }

    private static Map<String, Object> model(Desk desk, Optional<Holder> holder) {
        String object = desk.visit().value("object");
        String action = desk.visit().value("action");
        Map<String, Object> model = new HashMap<>();
        model.put("holder", desk.visit().value("holder"));
        model.put("label", holder.map(Holder::label).orElse(""));
        model.put("editable", holder.map(Holder::editable).orElse(false));
        model.put("grants", holder.map(Holder::rows).orElse(List.of()));
        model.put("object", object);
        model.put("action", action);
        model.put("verdict", object.isEmpty() ? "" : verdict(desk, holder, object));
        model.put(
                "reasons",
                object.isEmpty()
                        ? List.of()
                        : explain(desk, holder, object)
                                .map(Explanation::reasons)
                                .orElse(List.of()));
        return model;
    }

    private static String verdict(Desk desk, Optional<Holder> holder, String object) {
        Optional<String> namespace = place(desk, object);
        if (holder.isEmpty() || namespace.isEmpty()) {
            return "Name a user or key, and an object such as net 62 or a namespace.";
        }
        return explain(desk, holder, object)
                .map(explanation -> holder.get().label() + (explanation.allowed() ? " may " : " may not ")
                        + permission(desk).name().toLowerCase(Locale.ROOT) + " " + namespace.get() + ".")
                .orElse(holder.get().label() + " is not active, and may nothing.");
    }

    private static Optional<Explanation> explain(Desk desk, Optional<Holder> holder, String object) {
        return holder.flatMap(Holder::caller)
                .flatMap(caller -> place(desk, object).map(namespace -> caller.explain(permission(desk), namespace)));
    }

    private static Permission permission(Desk desk) {
        for (Permission permission : Permission.values()) {
            if (permission.name().equalsIgnoreCase(desk.visit().value("action"))) {
                return permission;
            }
        }
        return Permission.READ;
    }

    /** The namespace of an object such as {@code net 62} or {@code net/62}, or one that is spelt out. */
    private static Optional<String> place(Desk desk, String object) {
        if (object.startsWith(ROOT)) {
            return namespace(object).map(Namespace::text);
        }
        String[] words = object.split("[ /.:]+");
        if (words.length != 2) {
            return Optional.empty();
        }
        return Types.byTag(words[0].toLowerCase(Locale.ROOT)).flatMap(type -> {
            Row row = desk.visit().snapshot().find(type, Desk.number(words[1]));
            return Optional.ofNullable(row)
                    .map(found -> type.namespace(found, desk.visit().snapshot()));
        });
    }
}
