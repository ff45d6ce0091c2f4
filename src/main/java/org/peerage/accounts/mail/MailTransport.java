package org.peerage.accounts.mail;

import java.io.IOException;

/** Takes a mail out of the house, at once or not at all. */
public interface MailTransport {

    /**
     * Hands a mail on.
     *
     * @param id names the mail among all of this site, so that a mail that comes twice can be told from two
     */
    void send(Mailer.Mail mail, String id) throws IOException;
}
