package org.peerage.oauth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Permission;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** What applications are told of a person, by scope (docs/spec/identity.md §5), as it is at this moment. */
public final class UserClaims {
    private final Supplier<Snapshot> registry;
    private final Authenticator authenticator;

    UserClaims(Supplier<Snapshot> registry, Authenticator authenticator) {
        this.registry = registry;
        this.authenticator = authenticator;
    }

    /**
     * One network that a person looks after.
     *
     * @param perms {@link Permission} bits
     */
    public record NetworkClaim(long id, String name, long asn, int perms, int sessions) {}

    /** The answer of {@code /profile/v1}, keys in the reference's order. */
    public Map<String, Object> profile(UserAccount user, Set<Scope> scopes, List<String> amr) {
        return profile(user, authenticator.ofUser(user.id()), scopes, amr);
    }

    /** The same with the rights of a caller, who may have fewer than the person. */
    Map<String, Object> profile(UserAccount user, Optional<Caller> caller, Set<Scope> scopes, List<String> amr) {
        Map<String, Object> claims = new LinkedHashMap<>();
        if (scopes.contains(Scope.PROFILE)) {
            claims.put("id", user.id());
            claims.put("given_name", user.firstName());
            claims.put("family_name", user.lastName());
            claims.put("name", name(user));
            claims.put("verified_user", user.verified());
        }
        if (scopes.contains(Scope.EMAIL)) {
            claims.put("email", email(user));
            claims.put("verified_email", user.verified());
        }
        if (scopes.contains(Scope.NETWORKS)) {
            List<Map<String, Object>> networks = new ArrayList<>();
            for (NetworkClaim network : networks(user, caller)) {
                Map<String, Object> one = network(network);
                one.put("manage_peering_sessions", network.sessions);
                networks.add(one);
            }
            claims.put("networks", networks);
        }
        if (scopes.contains(Scope.AMR)) {
            claims.put("amr", amr);
        }
        return claims;
    }

    /** The claims of id_tokens and of userinfo. */
    Map<String, Object> openid(UserAccount user, Set<Scope> scopes, List<String> amr) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("sub", Long.toString(user.id()));
        if (scopes.contains(Scope.PROFILE)) {
            claims.put("name", name(user));
            claims.put("given_name", user.firstName());
            claims.put("family_name", user.lastName());
        }
        if (scopes.contains(Scope.EMAIL)) {
            claims.put("email", email(user));
            claims.put("email_verified", user.verified());
        }
        if (scopes.contains(Scope.PROFILE)) {
            claims.put("id", user.id());
            claims.put("verified_user", user.verified());
        }
        if (scopes.contains(Scope.NETWORKS)) {
            claims.put(
                    "networks", networks(user).stream().map(UserClaims::network).toList());
        }
        claims.put("amr", amr);
        return claims;
    }

    private static Map<String, Object> network(NetworkClaim network) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", network.id);
        one.put("name", network.name);
        one.put("asn", network.asn);
        one.put("perms", network.perms);
        return one;
    }

    private static String name(UserAccount user) {
        return user.firstName() + " " + user.lastName();
    }

    private static String email(UserAccount user) {
        return user.email() == null ? "" : user.email();
    }

    /** Every active network of every active organization that the person belongs to. */
    public List<NetworkClaim> networks(UserAccount user) {
        return networks(user, authenticator.ofUser(user.id()));
    }

    private List<NetworkClaim> networks(UserAccount user, Optional<Caller> caller) {
        if (caller.isEmpty() || !user.verified()) {
            return List.of();
        }
        Snapshot snapshot = registry.get();
        List<NetworkClaim> networks = new ArrayList<>();
        for (long organization : user.organizations().keySet().stream().sorted().toList()) {
            Row org = snapshot.find(Org.TYPE, organization);
            if (org == null || !org.isActive() || !caller.get().reaches(organization)) {
                continue;
            }
            for (Row net : snapshot.referring(Net.ORG_ID, organization)) {
                if (net.isActive()) {
                    String namespace = net.type().namespace(net, snapshot);
                    networks.add(new NetworkClaim(
                            net.id(),
                            net.get(Net.NAME),
                            net.get(Net.ASN).value(),
                            bits(caller.get(), namespace),
                            bits(caller.get(), namespace + ".sessions")));
                }
            }
        }
        return networks;
    }

    private static int bits(Caller caller, String namespace) {
        int bits = 0;
        for (Permission permission : Permission.values()) {
            bits |= caller.may(permission, namespace) ? permission.bit() : 0;
        }
        return bits;
    }
}
