package org.peerage.web.staff;

import java.sql.SQLException;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Mailer;
import org.peerage.registry.VerificationQueue;
import org.peerage.schema.Row;

/** Tells people what became of what they asked for. */
final class QueueMails {
    /** Who made an object, as the log of changes names them; empty: it was loaded, or is older than the log. */
    String maker(StaffRequest staff, Row row) {
        try {
            return VerificationQueue.maker(row, staff.services().store());
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    void notify(StaffRequest staff, Row row, String maker, boolean approved, String reason) {
        String name = row.type().singular() + " " + row.nameOrId();
        String text = approved
                ? name + " is approved, and everybody sees it now:\n\n"
                        + staff.request().siteUrl() + row.url() + "\n\nThank you for adding it.\n"
                : name + " was not approved, and is removed.\n\nThe reason: " + reason + "\n";
        new ActorNames(staff.services().accounts().current())
                .email(maker)
                .ifPresent(to -> send(staff, to, name + (approved ? " is approved" : " was not approved"), text));
    }

    void notify(StaffRequest staff, UserAccount user, boolean approved, String reason) {
        if (user.email() == null) {
            return;
        }
        String text = approved
                ? "Your account " + user.username() + " is approved. You can use it now:\n\n"
                        + staff.request().siteUrl() + "/profile\n"
                : "Your account " + user.username() + " was not approved, and is removed.\n\nThe reason: " + reason
                        + "\n";
        send(staff, user.email(), approved ? "Your account is approved" : "Your account was not approved", text);
    }

    private static void send(StaffRequest staff, String to, String subject, String text) {
        staff.services().mailer().send(new Mailer.Mail(to, subject, text));
    }
}
