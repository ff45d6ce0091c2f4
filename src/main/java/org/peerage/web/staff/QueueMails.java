package org.peerage.web.staff;

import java.sql.SQLException;
import org.peerage.access.UserAccount;
import org.peerage.accounts.mail.Mailer;
import org.peerage.accounts.mail.RecipientLanguages;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.registry.VerificationQueue;
import org.peerage.schema.Row;
import org.peerage.web.page.Texts;

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
        ActorNames.of(staff).email(maker).ifPresent(to -> {
            Messages language = language(staff, to);
            String name = Texts.singular(row.type(), language) + " " + row.nameOrId();
            String key = approved ? "mail.approved.object" : "mail.denied.object";
            String rest = approved ? staff.request().siteUrl() + row.url() : reason;
            send(staff, to, language.text(key + ".subject", name), language.text(key, name, rest));
        });
    }

    void notify(StaffRequest staff, UserAccount user, boolean approved, String reason) {
        if (user.email() == null) {
            return;
        }
        Messages language = Languages.orEnglish(user.language());
        String key = approved ? "mail.approved.user" : "mail.denied.user";
        String rest = approved ? staff.request().siteUrl() + "/profile" : reason;
        send(staff, user.email(), language.text(key + ".subject"), language.text(key, user.username(), rest));
    }

    /** Of whose address it is; that of an organization's key may be nobody's. */
    private static Messages language(StaffRequest staff, String email) {
        return RecipientLanguages.of(staff.services().accounts().current(), email);
    }

    private static void send(StaffRequest staff, String to, String subject, String text) {
        staff.services().mailer().send(new Mailer.Mail(to, subject, text));
    }
}
