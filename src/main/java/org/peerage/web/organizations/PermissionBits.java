package org.peerage.web.organizations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.access.rights.Permission;
import org.peerage.accounts.organizations.PermissionIds;
import org.peerage.web.page.Texts;

/** Permission bits by id, and what they come to where an id has none of its own. */
record PermissionBits(PermissionIds ids, Map<String, Integer> own) {
    private static final int READ = Permission.READ.bit();

    PermissionBits {
        own = Map.copyOf(own);
    }

    /** What is set for an id itself; 0: nothing. */
    int set(String id) {
        return own.getOrDefault(id, 0);
    }

    /** What an id comes to without bits of its own: of the closest wider id that has some; else reading. */
    int inherited(String id) {
        return from(id).isEmpty() ? READ : set(from(id)) | READ;
    }

    /** The wider id that decides where this one is not set; empty: none. */
    String from(String id) {
        return ids.wider(id).stream()
                .filter(wider -> set(wider) != 0)
                .findFirst()
                .orElse("");
    }

    /** What may be done. */
    int of(String id) {
        int set = set(id);
        if (id.equals(ids.users())) {
            return set == 0 ? 0 : set | READ;
        }
        return set == 0 ? inherited(id) : set | READ;
    }

    /** The ids whose bits differ. */
    List<String> differences(PermissionBits other) {
        Map<String, Integer> all = new LinkedHashMap<>(own);
        other.own.forEach(all::putIfAbsent);
        return all.keySet().stream()
                .filter(id -> normal(set(id)) != normal(other.set(id)))
                .sorted()
                .toList();
    }

    private static int normal(int bits) {
        return bits == 0 ? 0 : bits | READ;
    }

    /** Bits as words, such as {@code read, edit}. */
    static String permissions(int bits) {
        List<String> words = new ArrayList<>();
        if ((bits & READ) != 0) {
            words.add(Texts.text("permission.read"));
        }
        if ((bits & Permission.CREATE.bit()) != 0) {
            words.add(Texts.text("permission.create"));
        }
        if ((bits & Permission.UPDATE.bit()) != 0) {
            words.add(Texts.text("permission.update"));
        }
        if ((bits & Permission.DELETE.bit()) != 0) {
            words.add(Texts.text("permission.delete"));
        }
        return words.isEmpty() ? Texts.text("permission.nothing") : String.join(", ", words);
    }
}
