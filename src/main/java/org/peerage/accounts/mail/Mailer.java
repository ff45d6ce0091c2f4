package org.peerage.accounts.mail;

/** Delivers mail. */
public interface Mailer {

    /** Takes a mail on; delivery may come later. */
    void send(Mail mail);

    /**
     * A mail of plain text.
     *
     * @param unsubscribe an address that ends such mails when something is posted to it (RFC 8058); empty: none
     * @param thread what it belongs to, so that mail programs show the mails of it together; empty: nothing
     * @param replyTo where answers go; empty: to the sender
     */
    record Mail(String to, String subject, String text, String unsubscribe, String thread, String replyTo) {
        public Mail(String to, String subject, String text) {
            this(to, subject, text, "", "", "");
        }

        /** One that can be ended. */
        public Mail(String to, String subject, String text, String unsubscribe) {
            this(to, subject, text, unsubscribe, "", "");
        }

        /** The id of the message that a thread begins with (RFC 5322 §3.6.4); such a message need not have been sent. */
        public static String messageId(String thread) {
            return "<" + thread + "@peerage>";
        }
    }
}
