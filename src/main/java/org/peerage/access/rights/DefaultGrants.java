package org.peerage.access.rights;

/** What groups and roles are granted (docs/spec/access.md §1). */
public final class DefaultGrants {
    private static final Namespace ORGANIZATIONS = new Namespace("peeringdb.organization");
    private static final String CONTACTS = "network.*.poc_set.";
    private static final String MEMBER_LISTS = "internetexchange.*.ixf_ixp_member_list_url.";
    private static final int READ = Permission.READ.bit();

    /** Everybody. */
    public static final Grants GUEST = Grants.builder()
            .grant(ORGANIZATIONS, READ)
            .grant(ORGANIZATIONS.child("*." + MEMBER_LISTS + "public"), READ)
            .build();

    private DefaultGrants() {}

    /** Signed in, e-mail confirmed: may also suggest, by creating under the organization that collects suggestions. */
    public static Grants user(long suggestionOrganization) {
        int suggest = READ | Permission.CREATE.bit();
        return Grants.builder()
                .grantAll(GUEST)
                .grant(ORGANIZATIONS.child("*." + CONTACTS + "users"), READ)
                .grant(ORGANIZATIONS.child("*." + MEMBER_LISTS + "users"), READ)
                .grant(Namespace.organization(suggestionOrganization), suggest)
                .build();
    }

    public static void grant(Role role, long organization, Grants.Builder grants) {
        int bits = role == Role.ADMIN ? Permission.ALL : READ;
        Namespace namespace = Namespace.organization(organization);
        grants.grant(namespace, bits)
                .grant(namespace.child(CONTACTS + Namespace.PRIVATE), bits)
                .grant(namespace.child(MEMBER_LISTS + Namespace.PRIVATE), bits);
        if (role == Role.ADMIN) {
            grants.grant(Namespace.manageOrganization(organization), bits);
        }
    }
}
