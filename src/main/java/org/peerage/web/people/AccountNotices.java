package org.peerage.web.people;

import org.peerage.web.page.PageRequest;
import org.peerage.web.page.Texts;

/** What a page of one's own account says after something was done; the address carries a word for it, never the text. */
final class AccountNotices {
    private AccountNotices() {}

    static String of(PageRequest request) {
        return switch (request.value("said")) {
            case "saved" -> Texts.text("account.said.saved");
            case "mailed" -> Texts.text("account.said.mailed");
            case "primary" -> Texts.text("account.said.primary");
            case "removed" -> Texts.text("account.said.removed");
            case "password" -> Texts.text("account.said.password");
            default -> "";
        };
    }
}
