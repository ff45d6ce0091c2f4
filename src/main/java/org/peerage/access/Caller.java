package org.peerage.access;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.peerage.access.credentials.KeyScope;
import org.peerage.access.credentials.Sha256;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.DefaultGrants;
import org.peerage.access.rights.Grants;
import org.peerage.access.rights.Namespace;
import org.peerage.access.rights.Permission;
import org.peerage.access.rights.PermissionExplanation;
import org.peerage.access.rights.Role;
import org.peerage.i18n.Messages;
import org.peerage.snapshot.Visibility;

/**
 * Who asks: nobody in particular, a user, a user's API key or an organization's, with what they may do and see
 * (docs/spec/access.md §1, docs/spec/rest.md §4). Immutable, and valid for as long as the {@link AccountDirectory} it is of.
 *
 * <p>The grants of the caller's group and the caller's own are looked up apart and added up. One list of all, as the
 * text of the specification could be read, would let the group's grant to read contacts for users forbid an admin to
 * delete one, which the reference allows (cases {@code crud}, "poc by admin").
 */
public final class Caller {
    /** By what callers are told apart. */
    public enum CallerKind {
        ANONYMOUS,
        USER,
        USER_KEY,
        ORGANIZATION_KEY
    }

    private static final String MANAGEMENT = "peeringdb.manage_organization";
    private static final long NOBODY = -1;
    private static final Caller ANONYMOUS = new Caller(new CallerTraits(CallerKind.ANONYMOUS, "anonymous", ""));

    private final CallerKind kind;
    private final String actor;
    private final String rateLimitIdentity;
    private final long userId;
    private final long organizationId;
    private final boolean verified;
    private final boolean superuser;
    private final boolean readOnly;
    private final Grants group;
    private final Grants own;
    private final KeyScope scope;
    private final Visibility visibility;
    private final String visibilityTag;
    private final List<String> emails;
    private final List<String> claimed;

    private Caller(CallerTraits caller) {
        kind = caller.kind;
        actor = caller.actor;
        rateLimitIdentity = caller.throttleIdentity;
        userId = caller.userId;
        organizationId = caller.organizationId;
        verified = caller.verified;
        superuser = caller.superuser;
        readOnly = caller.readOnly;
        group = caller.group;
        own = caller.own;
        scope = caller.scope;
        emails = caller.emails;
        claimed = caller.claimed;
        Visibility.Level level = levelOf(caller);
        String opened = level == Visibility.Level.USERS ? own.ofPrivateThings() + scopeTag() : "";
        boolean opensAny = opened.contains(" " + Permission.READ.bit());
        visibilityTag = opensAny ? Sha256.shortTag(opened) : level.name().substring(0, 1);
        visibility = opensAny ? new Visibility(level, Optional.of(this::mayRead)) : Visibility.of(level);
    }

    /** Keys of one person that are narrowed differently see different things. */
    private String scopeTag() {
        return scope.isAll() ? "" : " scope " + scope.organizationsText();
    }

    private static Visibility.Level levelOf(CallerTraits caller) {
        if (caller.superuser && caller.scope.isAll()) {
            return Visibility.Level.FULL;
        }
        return caller.verified ? Visibility.Level.USERS : Visibility.Level.PUBLIC;
    }

    public static Caller anonymous() {
        return ANONYMOUS;
    }

    /** A user who came with a password or a session. */
    public static Caller user(UserAccount user, Grants group, List<String> emails, LongPredicate restricted) {
        String identity = "user:" + user.id();
        return new Caller(new CallerTraits(CallerKind.USER, identity, identity).of(user, group, emails, restricted));
    }

    /** A user who came with a password alone and has a second factor: they read. */
    static Caller userWithoutSecondFactor(
            UserAccount user, Grants group, List<String> emails, LongPredicate restricted) {
        String identity = "user:" + user.id();
        CallerTraits caller = new CallerTraits(CallerKind.USER, identity, identity).of(user, group, emails, restricted);
        caller.readOnly = true;
        return new Caller(caller);
    }

    static Caller userKey(
            UserAccount user, StoredKey key, Grants group, List<String> emails, LongPredicate restricted) {
        CallerTraits caller = new CallerTraits(CallerKind.USER_KEY, "user-key:" + key.prefix(), "user:" + user.id());
        caller.readOnly = key.readOnly();
        caller.scope = key.scope();
        return new Caller(caller.of(user, group, emails, restricted));
    }

    /** An organization's key also reads what the organization's members do (cases {@code visibility}, org:10843/none). */
    static Caller organizationKey(long organization, StoredKey key, Grants group) {
        String identity = "org-key:" + key.prefix();
        CallerTraits caller = new CallerTraits(CallerKind.ORGANIZATION_KEY, identity, identity);
        caller.organizationId = organization;
        caller.verified = true;
        caller.readOnly = key.readOnly();
        caller.emails = key.email() == null ? List.of() : List.of(key.email());
        caller.group = group;
        Grants.Builder own = Grants.builder();
        DefaultGrants.grant(Role.MEMBER, organization, own);
        key.grants().forEach((namespace, bits) -> {
            if (!namespace.text().startsWith(MANAGEMENT)) {
                own.grant(namespace, bits);
            }
        });
        caller.own = own.build();
        return new Caller(caller);
    }

    /** True for an active user with a confirmed e-mail address, or a key of one, and for an organization's key. */
    public boolean isVerified() {
        return verified;
    }

    /**
     * Whether {@code X-Auth-Status} says {@code authenticated}. As recorded: for whoever came with a password or a
     * session, confirmed or not, and never for a key. The refusals of writes differ by it too: 403 in words if true,
     * else 401 with {@code Basic realm="api"}.
     */
    public boolean cameWithPassword() {
        return kind == CallerKind.USER;
    }

    public CallerKind kind() {
        return kind;
    }

    /** Whether they did not say who they are. */
    public boolean isAnonymous() {
        return kind == CallerKind.ANONYMOUS;
    }

    public boolean isKey() {
        return kind == CallerKind.USER_KEY || kind == CallerKind.ORGANIZATION_KEY;
    }

    public boolean isSuperuser() {
        return superuser;
    }

    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether they came with a password where a second factor is needed to write. */
    public boolean lacksSecondFactor() {
        return kind == CallerKind.USER && readOnly;
    }

    /** The user, also when a key of theirs is used. */
    public OptionalLong userId() {
        return userId == NOBODY ? OptionalLong.empty() : OptionalLong.of(userId);
    }

    /** The organization whose key is used. */
    public OptionalLong organizationId() {
        return organizationId == NOBODY ? OptionalLong.empty() : OptionalLong.of(organizationId);
    }

    /** By whom reads are counted: {@code user:<id>}, also for that user's keys, or {@code org-key:<prefix>}; empty: by address. */
    public String rateLimitIdentity() {
        return verified ? rateLimitIdentity : "";
    }

    /** Whom to write to about what they change: the user's confirmed addresses, the primary one first, or the organization key's. */
    public List<String> emails() {
        return emails;
    }

    /**
     * The same, and for who has confirmed none the address they gave: for telling apart what is wrong with a write, which
     * such a user may not make in any case.
     */
    List<String> emailsOrClaim() {
        return emails.isEmpty() && !verified ? claimed : emails;
    }

    /** As the change log names them: {@code user:<id>}, {@code user-key:<prefix>}, {@code org-key:<prefix>}, {@code anonymous}. */
    public String actor() {
        return actor;
    }

    /** Whether all of these {@link Permission} bits are granted for the namespace. */
    public boolean may(int bits, String namespace) {
        boolean writes = (bits & ~Permission.READ.bit()) != 0;
        return !(readOnly && writes) && isGranted(bits, namespace, writes);
    }

    /** Whether they see what is shown to those alone who may change something: a person's read-only key does, too. */
    public boolean maySeeAsEditor(String namespace) {
        return !lacksSecondFactor() && isGranted(Permission.UPDATE.bit(), namespace, true);
    }

    private boolean isGranted(int bits, String namespace, boolean writes) {
        if (kind == CallerKind.ORGANIZATION_KEY && namespace.startsWith(MANAGEMENT)) {
            return false; // whatever it was granted: a key never makes keys
        }
        if (!scope.allows(namespace, writes)) {
            return (bits & ~(writes ? 0 : group.bitsFor(namespace))) == 0;
        }
        return superuser || (bits & ~(group.bitsFor(namespace) | own.bitsFor(namespace))) == 0;
    }

    public boolean may(Permission permission, String namespace) {
        return may(permission.bit(), namespace);
    }

    /** Whether they administer an organization: its people, keys and settings. */
    public boolean administers(long organization) {
        return may(Permission.ALL, Namespace.manageOrganization(organization).text());
    }

    /**
     * Whether they may look after an organization's members: its admins, and who was granted just that. A grant for
     * the organization as a whole is about its objects, and not enough.
     */
    public boolean mayManageUsers(Permission permission, long organization) {
        if (may(permission, Namespace.manageOrganization(organization).text())) {
            return true;
        }
        boolean writes = permission != Permission.READ;
        if (!scope.allows(Namespace.organization(organization).text(), writes)) {
            return false;
        }
        int granted = own.bitsForExactly(
                Namespace.organization(organization).child("users").text());
        return verified && !(readOnly && writes) && (granted & permission.bit()) != 0;
    }

    /** Whether they may read an organization's log of changes: its admins, and who was granted just that. */
    public boolean mayReadLog(long organization) {
        String log = Namespace.organization(organization).child("log").text();
        return administers(organization)
                || (verified && scope.allows(log, false) && (own.bitsForExactly(log) & Permission.READ.bit()) != 0);
    }

    /** Whether the person's organization is one that they come for: a key may be for some alone. */
    public boolean reaches(long organization) {
        return scope.allows(Namespace.organization(organization).text(), false);
    }

    /** Whether the permission is granted for the namespace, and by what. */
    public PermissionExplanation explain(Permission permission, String namespace) {
        boolean allowed = may(permission, namespace);
        if (readOnly && permission != Permission.READ) {
            return new PermissionExplanation(allowed, List.of(Messages.current().text("explain.readOnly")));
        }
        if (superuser) {
            return new PermissionExplanation(allowed, List.of(Messages.current().text("explain.superuser")));
        }
        return new PermissionExplanation(
                allowed,
                List.of(
                        because(
                                Messages.current().text(verified ? "explain.user" : "explain.guest"),
                                group,
                                permission,
                                namespace),
                        because(Messages.current().text("explain.own"), own, permission, namespace)));
    }

    private static String because(String who, Grants grants, Permission permission, String namespace) {
        return grants.match(namespace)
                .map(match -> Messages.current()
                        .text(
                                (match.bits() & permission.bit()) != 0 ? "explain.allows" : "explain.denies",
                                who,
                                match.pattern(),
                                Permission.describe(Messages.current(), match.bits())))
                .orElseGet(() -> Messages.current().text("explain.nothing", who));
    }

    /** What they may read: decided here, once, for all ways of reading. */
    public Visibility visibility() {
        return visibility;
    }

    /** Whether they read a thing that is not for everybody: by its namespace, not by that of an object above it. */
    public boolean mayRead(String namespace) {
        boolean inScope = scope.allows(namespace, false);
        int granted = group.bitsForExactly(namespace) | (inScope ? own.bitsForExactly(namespace) : 0);
        return (superuser && inScope) || (granted & Permission.READ.bit()) != 0;
    }

    /** Whether they may and see just what another caller does. */
    public boolean hasRightsOf(Caller other) {
        return this == other
                || (kind == other.kind
                        && verified == other.verified
                        && superuser == other.superuser
                        && readOnly == other.readOnly
                        && scope.equals(other.scope)
                        && group.byPattern().equals(other.group.byPattern())
                        && own.byPattern().equals(other.own.byPattern()));
    }

    /** Short text, equal for callers who see the same things; part of entity tags. */
    public String visibilityTag() {
        return visibilityTag;
    }

    @Override
    public String toString() {
        return actor;
    }

    /** What a caller is made of, while it is put together. */
    private static final class CallerTraits {
        private final CallerKind kind;
        private final String actor;
        private final String throttleIdentity;
        private long userId = NOBODY;
        private long organizationId = NOBODY;
        private boolean verified;
        private boolean superuser;
        private boolean readOnly;
        private Grants group = DefaultGrants.GUEST;
        private Grants own = Grants.NONE;
        private List<String> emails = List.of();
        private List<String> claimed = List.of();
        private KeyScope scope = KeyScope.ALL;

        private CallerTraits(CallerKind kind, String actor, String throttleIdentity) {
            this.kind = kind;
            this.actor = actor;
            this.throttleIdentity = throttleIdentity;
        }

        private CallerTraits of(UserAccount user, Grants usersGroup, List<String> confirmed, LongPredicate restricted) {
            userId = user.id();
            emails = confirmed;
            claimed = user.email() == null ? List.of() : List.of(user.email());
            if (user.verified() && user.active()) {
                verified = true;
                superuser = user.superuser();
                group = usersGroup;
                own = user.ownGrants(restricted);
            }
            return this;
        }
    }
}
