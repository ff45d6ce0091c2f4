package org.peerage.accounts;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Caller;
import org.peerage.access.Callers;
import org.peerage.access.MembershipAdded;
import org.peerage.access.MembershipChange;
import org.peerage.access.Role;
import org.peerage.access.UserAccount;
import org.peerage.registry.types.Org;
import org.peerage.schema.Row;
import org.peerage.snapshot.Snapshot;

/** Who is in an organization, and as what: whatever changes it is noted, and told to whom it concerns. */
public final class Memberships {
    private final Supplier<Snapshot> registry;
    private final Accounts accounts;
    private final Callers callers;
    private final Invitations invitations;
    private final Post post;
    private final Audit audit;

    public Memberships(
            Supplier<Snapshot> registry,
            Accounts accounts,
            Callers callers,
            Invitations invitations,
            Post post,
            Audit audit) {
        this.registry = registry;
        this.accounts = accounts;
        this.callers = callers;
        this.invitations = invitations;
        this.post = post;
        this.audit = audit;
    }

    /**
     * Who changes an organization, from where.
     *
     * @param site the address of this site, for links in mails
     */
    public record Hand(Caller caller, long organization, String address, String site) {}

    /** What came of adding somebody. */
    public enum Added {
        DONE,
        ALREADY,
        /** There is no such user, or none that is active and confirmed. */
        NO_USER,
        /** They have no address in the organization's domains. */
        WRONG_DOMAIN,
        /** The organization was deleted. */
        NO_ORGANIZATION
    }

    public Added add(Hand hand, Optional<UserAccount> user, Role role) {
        Optional<UserAccount> fit = user.filter(known -> known.active() && known.verified());
        if (fit.isEmpty()) {
            return Added.NO_USER;
        }
        UserAccount added = fit.get();
        List<String> emails = callers.ofUser(added.id()).map(Caller::emails).orElse(List.of());
        if (!allows(hand.organization, emails)) {
            return Added.WRONG_DOMAIN;
        }
        MembershipAdded change =
                accounts.change(store -> store.organizations().add(added.id(), hand.organization, role));
        if (change != MembershipAdded.DONE) {
            return change == MembershipAdded.ALREADY ? Added.ALREADY : Added.NO_ORGANIZATION;
        }
        note(hand, "add member", added.username() + ", " + role.text());
        mail(
                added.email(),
                "You belong to " + name(hand) + " now",
                "You were made " + article(role) + " of " + name(hand) + ": " + hand.site + "/org/" + hand.organization
                        + "\n\nYou can leave it on your profile.\n");
        return Added.DONE;
    }

    /** Invites an address, whether or not it has an account, so that nobody learns which: never {@link Added#ALREADY}. */
    public Added invite(Hand hand, String email, Role role) {
        if (!allows(hand.organization, List.of(email))) {
            return Added.WRONG_DOMAIN;
        }
        if (!invitations.add(hand.organization, email, role, hand.caller.actor())) {
            return Added.NO_ORGANIZATION;
        }
        note(hand, "invite", email + ", " + role.text());
        mail(
                email,
                "Invitation to " + name(hand),
                "You are invited to be " + article(role) + " of " + name(hand) + ".\n\nSign in, or sign up with this"
                        + " address, and accept within 14 days: " + hand.site
                        + "/affiliate-to-org\n\nIf you don't know why you get this, ignore it.\n");
        return Added.DONE;
    }

    private boolean allows(long organization, List<String> emails) {
        return accounts.current().policies().of(organization).allows(emails);
    }

    private static String article(Role role) {
        return role == Role.ADMIN ? "an admin" : "a member";
    }

    public MembershipChange setRole(Hand hand, UserAccount member, Role role) {
        MembershipChange change =
                accounts.change(store -> store.organizations().setRole(member.id(), hand.organization, role));
        if (change == MembershipChange.DONE) {
            note(hand, "change role", member.username() + ", " + role.text());
        }
        return change;
    }

    public MembershipChange remove(Hand hand, UserAccount member) {
        MembershipChange change =
                accounts.change(store -> store.organizations().remove(member.id(), hand.organization));
        if (change == MembershipChange.DONE) {
            note(hand, "remove member", member.username());
            mail(
                    member.email(),
                    "You no longer belong to " + name(hand),
                    "Your membership of " + name(hand) + " was ended by the organization.\n");
        }
        return change;
    }

    private String name(Hand hand) {
        Row row = registry.get().find(Org.TYPE, hand.organization);
        return row == null ? "an organization" : row.get(Org.NAME);
    }

    private void note(Hand hand, String action, String detail) {
        audit.note(hand.caller.actor(), action, "org:" + hand.organization, detail, hand.address);
    }

    private void mail(@Nullable String to, String subject, String text) {
        if (to != null) {
            post.send(new Post.Mail(to, subject, text));
        }
    }
}
