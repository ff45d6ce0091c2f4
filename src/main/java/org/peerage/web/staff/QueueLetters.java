package org.peerage.web.staff;

import java.sql.SQLException;
import java.util.List;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Post;
import org.peerage.schema.Row;
import org.peerage.store.Change;

/** Tells people what became of what they asked for. */
final class QueueLetters {
    private static final int CHANGES = 50;

    /** Who made an object, as the log of changes names them; empty: it was loaded, or is older than the log. */
    String maker(Desk desk, Row row) {
        try {
            List<Change> changes = desk.site().store().changesOf(row.type(), row.id(), CHANGES);
            return changes.stream()
                    .filter(change -> change.operation().equals("create")
                            || change.operation().equals("revive"))
                    .map(Change::actor)
                    .findFirst()
                    .orElse("");
        } catch (SQLException unreachable) {
            throw new IllegalStateException("the log of changes cannot be read", unreachable);
        }
    }

    void tell(Desk desk, Row row, String maker, boolean approved, String reason) {
        String name = Kinds.one(row.type()) + " " + Kinds.name(row);
        String text = approved
                ? name + " is approved, and everybody sees it now:\n\n"
                        + desk.visit().siteAddress() + Kinds.link(row) + "\n\nThank you for adding it.\n"
                : name + " was not approved, and is removed.\n\nThe reason: " + reason + "\n";
        new Actors(desk.site().accounts().current())
                .email(maker)
                .ifPresent(to -> send(desk, to, name + (approved ? " is approved" : " was not approved"), text));
    }

    void tell(Desk desk, UserAccount user, boolean approved, String reason) {
        if (user.email() == null) {
            return;
        }
        String text = approved
                ? "Your account " + user.username() + " is approved. You can use it now:\n\n"
                        + desk.visit().siteAddress() + "/profile\n"
                : "Your account " + user.username() + " was not approved, and is removed.\n\nThe reason: " + reason
                        + "\n";
        send(desk, user.email(), approved ? "Your account is approved" : "Your account was not approved", text);
    }

    private static void send(Desk desk, String to, String subject, String text) {
        desk.site().post().send(new Post.Mail(to, subject, text));
    }
}
