package org.peerage.accounts.mail;

/** Delivers mail. */
public interface Mailer {

    /** Takes a mail on; delivery may come later. */
    void send(Mail mail);

    /**
     * A mail of plain text.
     *
     * @param unsubscribe an address that ends such mails when something is posted to it (RFC 8058); empty: none
     */
    record Mail(String to, String subject, String text, String unsubscribe) {
        public Mail(String to, String subject, String text) {
            this(to, subject, text, "");
        }
    }
}
