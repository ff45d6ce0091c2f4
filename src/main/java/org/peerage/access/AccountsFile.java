package org.peerage.access;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Accounts to import, as {@code world/accounts.json} writes them (conformance/README.md). */
public record AccountsFile(List<ImportedUser> users, List<ImportedOrganizationKey> organizationKeys) {

    /**
     * A user in the file.
     *
     * @param password in the clear, or a hash that {@link Passwords} knows, in {@code password_hash}
     */
    public record ImportedUser(
            String name,
            @Nullable String email,
            Password password,
            boolean verified,
            boolean superuser,
            boolean staff,
            Map<Long, Role> organizations,
            Map<Namespace, Integer> grants,
            List<ImportedUserKey> keys) {

        public ImportedUser {
            organizations = Map.copyOf(organizations);
            grants = Map.copyOf(grants);
            keys = List.copyOf(keys);
        }
    }

    /** A password, or what another registry stored of it. */
    public sealed interface Password {
        record Clear(String text) implements Password {
            @Override
            public String toString() {
                return "…";
            }
        }

        record Hashed(String hash) implements Password {
            @Override
            public String toString() {
                return "…";
            }
        }
    }

    /** A key of a user, whose secret the import makes. */
    public record ImportedUserKey(String name, boolean readOnly) {}

    /** A key of an organization, whose secret the import makes. */
    public record ImportedOrganizationKey(
            long organization,
            String name,
            @Nullable String email,
            StoredKey.KeyStatus status,
            Map<Namespace, Integer> grants) {

        public ImportedOrganizationKey {
            grants = Map.copyOf(grants);
        }

        /** Whether no grant writes (docs/spec/access.md §2). */
        boolean isReadOnly() {
            return grants.values().stream().allMatch(bits -> (bits & ~Permission.READ.bit()) == 0);
        }
    }

    public AccountsFile {
        users = List.copyOf(users);
        organizationKeys = List.copyOf(organizationKeys);
    }

    /** Throws {@link IllegalArgumentException} or Jackson's exceptions, which say what is wrong, for another format. */
    public static AccountsFile read(InputStream json) {
        JsonNode root = JsonMapper.shared().readTree(json);
        List<ImportedUser> users = new ArrayList<>();
        root.path("users").forEach(user -> users.add(user(user)));
        List<ImportedOrganizationKey> keys = new ArrayList<>();
        root.path("org_api_keys").forEach(key -> keys.add(organizationKey(key)));
        return new AccountsFile(users, keys);
    }

    private static ImportedUser user(JsonNode json) {
        Map<Long, Role> organizations = new HashMap<>();
        json.path("orgs").forEachEntry((id, role) -> organizations.put(Long.parseLong(id), Role.of(role.asString())));
        List<ImportedUserKey> keys = new ArrayList<>();
        json.path("api_keys")
                .forEach(key -> keys.add(new ImportedUserKey(required(key, "name"), flag(key, "readonly"))));
        return new ImportedUser(
                required(json, "name"),
                optional(json, "email"),
                password(json),
                flag(json, "verified"),
                flag(json, "superuser"),
                flag(json, "staff"),
                organizations,
                grants(json),
                keys);
    }

    private static Password password(JsonNode json) {
        String hash = optional(json, "password_hash");
        return hash != null ? new Password.Hashed(hash) : new Password.Clear(required(json, "password"));
    }

    private static ImportedOrganizationKey organizationKey(JsonNode json) {
        String status = optional(json, "status");
        return new ImportedOrganizationKey(
                json.required("org_id").asLong(),
                required(json, "name"),
                optional(json, "email"),
                status == null ? StoredKey.KeyStatus.ACTIVE : StoredKey.KeyStatus.of(status),
                grants(json));
    }

    private static Map<Namespace, Integer> grants(JsonNode json) {
        Map<Namespace, Integer> grants = new HashMap<>();
        json.path("permissions")
                .forEach(pair -> grants.merge(
                        new Namespace(pair.required(0).asString()),
                        Permission.bitsOf(pair.required(1).asString()),
                        (a, b) -> a | b));
        return grants;
    }

    private static String required(JsonNode json, String key) {
        return json.required(key).asString();
    }

    private static @Nullable String optional(JsonNode json, String key) {
        JsonNode value = json.path(key);
        return value.isMissingNode() || value.isNull() ? null : value.asString();
    }

    private static boolean flag(JsonNode json, String key) {
        return json.path(key).asBoolean(false);
    }
}
