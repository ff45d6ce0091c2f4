package org.peerage.accounts;

/** Delivers mail. */
public interface Mailer {

    /** Takes a mail on; delivery may come later. */
    void send(Mail mail);

    /** A mail of plain text. */
    record Mail(String to, String subject, String text) {}
}
