package org.peerage.web.organizations;

import org.peerage.i18n.Messages;

/** What a page says after something was done; the address carries a word for it, never the text. */
final class FlashMessages {
    private FlashMessages() {}

    static String of(String code) {
        return Messages.current().find("said." + code).orElse("");
    }
}
