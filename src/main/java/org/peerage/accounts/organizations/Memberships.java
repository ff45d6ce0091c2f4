package org.peerage.accounts.organizations;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Authenticator;
import org.peerage.access.Caller;
import org.peerage.access.MembershipAddResult;
import org.peerage.access.MembershipChangeResult;
import org.peerage.access.UserAccount;
import org.peerage.access.rights.Role;
import org.peerage.accounts.AuditLog;
import org.peerage.accounts.mail.Mailer;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Who is in an organization, and as what: whatever changes it is noted, and told to whom it concerns. */
public final class Memberships {
    private final Supplier<Snapshot> registry;
    private final Accounts accounts;
    private final Authenticator authenticator;
    private final Invitations invitations;
    private final Mailer mailer;
    private final AuditLog auditLog;

    public Memberships(
            Supplier<Snapshot> registry,
            Accounts accounts,
            Authenticator authenticator,
            Invitations invitations,
            Mailer mailer,
            AuditLog auditLog) {
        this.registry = registry;
        this.accounts = accounts;
        this.authenticator = authenticator;
        this.invitations = invitations;
        this.mailer = mailer;
        this.auditLog = auditLog;
    }

    /**
     * Who changes an organization, from where.
     *
     * @param site the address of this site, for links in mails
     */
    public record ActingAdmin(Caller caller, long organization, String ipAddress, String site) {}

    /** What came of adding somebody. */
    public enum MembershipResult {
        DONE,
        ALREADY,
        /** There is no such user, or none that is active and confirmed. */
        NO_USER,
        /** They have no address in the organization's domains. */
        WRONG_DOMAIN,
        /** The organization was deleted. */
        NO_ORGANIZATION
    }

    public MembershipResult add(ActingAdmin admin, Optional<UserAccount> user, Role role) {
        Optional<UserAccount> fit = user.filter(known -> known.active() && known.verified());
        if (fit.isEmpty()) {
            return MembershipResult.NO_USER;
        }
        UserAccount added = fit.get();
        List<String> emails =
                authenticator.ofUser(added.id()).map(Caller::emails).orElse(List.of());
        if (!allows(admin.organization, emails)) {
            return MembershipResult.WRONG_DOMAIN;
        }
        MembershipAddResult change =
                accounts.change(store -> store.organizations().add(added.id(), admin.organization, role));
        if (change != MembershipAddResult.DONE) {
            return change == MembershipAddResult.ALREADY ? MembershipResult.ALREADY : MembershipResult.NO_ORGANIZATION;
        }
        audit(admin, "add member", added.username() + ", " + role.text());
        mail(
                added.email(),
                to -> to.text("mail.joined.subject", name(admin)),
                to -> to.text("mail.added." + role.text(), name(admin), admin.site + "/org/" + admin.organization));
        return MembershipResult.DONE;
    }

    /** Invites an address, whether or not it has an account, so that nobody learns which: never {@link MembershipResult#ALREADY}. */
    public MembershipResult invite(ActingAdmin admin, String email, Role role) {
        if (!allows(admin.organization, List.of(email))) {
            return MembershipResult.WRONG_DOMAIN;
        }
        if (!invitations.add(admin.organization, email, role, admin.caller.actor())) {
            return MembershipResult.NO_ORGANIZATION;
        }
        audit(admin, "invite", email + ", " + role.text());
        mail(
                email,
                to -> to.text("mail.invited.subject", name(admin)),
                to -> to.text("mail.invited." + role.text(), name(admin), admin.site + "/affiliate-to-org"));
        return MembershipResult.DONE;
    }

    private boolean allows(long organization, List<String> emails) {
        return accounts.current().policies().of(organization).allows(emails);
    }

    public MembershipChangeResult setRole(ActingAdmin admin, UserAccount member, Role role) {
        MembershipChangeResult change =
                accounts.change(store -> store.organizations().setRole(member.id(), admin.organization, role));
        if (change == MembershipChangeResult.DONE) {
            audit(admin, "change role", member.username() + ", " + role.text());
        }
        return change;
    }

    public MembershipChangeResult remove(ActingAdmin admin, UserAccount member) {
        MembershipChangeResult change =
                accounts.change(store -> store.organizations().remove(member.id(), admin.organization));
        if (change == MembershipChangeResult.DONE) {
            audit(admin, "remove member", member.username());
            mail(
                    member.email(),
                    to -> to.text("mail.removed.subject", name(admin)),
                    to -> to.text("mail.removed", name(admin)));
        }
        return change;
    }

    private String name(ActingAdmin admin) {
        Row row = registry.get().find(Org.TYPE, admin.organization);
        return row == null ? Org.TYPE.reference(admin.organization) : row.get(Org.NAME);
    }

    private void audit(ActingAdmin admin, String action, String detail) {
        auditLog.record(admin.caller.actor(), action, Org.TYPE.reference(admin.organization), detail, admin.ipAddress);
    }

    /** In the language of whose address it is; of a stranger's, in that of who acts. */
    private void mail(@Nullable String to, Function<Messages, String> subject, Function<Messages, String> text) {
        if (to != null) {
            Messages language = accounts.current()
                    .owner(to)
                    .map(UserAccount::language)
                    .flatMap(Languages::of)
                    .orElseGet(Messages::current);
            mailer.send(new Mailer.Mail(to, subject.apply(language), text.apply(language)));
        }
    }
}
