package org.peerage.web.organizations;

import java.util.Map;

/** What a page says after something was done; the address carries a word for it, never the text. */
final class FlashMessages {
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("added", "Added, and told by mail."),
            Map.entry("invited", "Invited by mail. The invitation is good for 14 days."),
            Map.entry("withdrawn", "The invitation is withdrawn."),
            Map.entry("role", "The role is changed."),
            Map.entry("removed", "Removed from the organization."),
            Map.entry("permitted", "Permissions saved."),
            Map.entry("approved", "Approved, and told by mail."),
            Map.entry("denied", "Denied, and told by mail."),
            Map.entry("revoked", "The key is revoked. It is refused from now on."),
            Map.entry("renamed", "Saved."),
            Map.entry("settings", "Settings saved."),
            Map.entry("asked", "Your request is sent. We write to you when it is decided."),
            Map.entry("joined", "You belong to the organization now."),
            Map.entry("canceled", "Your request is withdrawn."),
            Map.entry("left", "You left the organization."),
            Map.entry("lastadmin", "You are the last admin: make somebody else an admin before you leave."),
            Map.entry("mailed", "We sent you a link. Follow it within a day."),
            Map.entry("confirmed", "Thank you. Your rights are back."),
            Map.entry("late", "That was decided already, or it has expired."));

    private FlashMessages() {}

    static String of(String code) {
        return TEXTS.getOrDefault(code, "");
    }
}
