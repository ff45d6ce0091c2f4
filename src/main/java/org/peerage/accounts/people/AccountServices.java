package org.peerage.accounts.people;

import java.time.Clock;
import javax.sql.DataSource;
import org.peerage.access.Accounts;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.OneTimeLinks;
import org.peerage.accounts.SignedTokens;
import org.peerage.accounts.factors.AuthenticatorApps;
import org.peerage.accounts.factors.FactorRecovery;
import org.peerage.accounts.factors.Passkeys;
import org.peerage.accounts.mail.AccountMails;
import org.peerage.accounts.mail.Mailer;
import org.peerage.i18n.Languages;

/** What there is for people and their accounts, made of one database. */
public final class AccountServices {
    private final AccountNames names;
    private final Registration registration;
    private final Login login;
    private final PasswordReset passwordReset;
    private final AccountMails mails;
    private final EmailAddresses emailAddresses;
    private final AuthenticatorApps authenticatorApps;
    private final Passkeys passkeys;
    private final TrustedDevices trustedDevices;
    private final KnownDevices knownDevices;
    private final PendingLogins pendingLogins;
    private final SignedTokens tokens;
    private final SignUpProofOfWork proofOfWork;
    private final AccountClosure closure;
    private final FirstAdministrator firstAdministrator;
    private final FactorRecovery factorRecovery;

    public AccountServices(Accounts accounts, Passwords passwords, DataSource source, Mailer mailer, Clock clock) {
        this.tokens = new SignedTokens(source, clock);
        OneTimeLinks links = new OneTimeLinks(source, clock);
        this.mails = new AccountMails(mailer, clock);
        this.emailAddresses = new EmailAddresses(accounts, source, links, mails, clock);
        this.authenticatorApps = new AuthenticatorApps(accounts, source, clock);
        this.passkeys = new Passkeys(accounts, source, tokens, clock);
        this.trustedDevices = new TrustedDevices(source, clock);
        this.knownDevices = new KnownDevices(source, clock);
        this.pendingLogins = new PendingLogins(source, clock);
        this.proofOfWork = new SignUpProofOfWork(tokens);
        this.closure = new AccountClosure(accounts, mails);
        this.firstAdministrator = new FirstAdministrator(accounts, links);
        this.names = new AccountNames(accounts, mails);
        this.registration = new Registration(accounts, passwords, links, mails, emailAddresses, firstAdministrator);
        this.factorRecovery = new FactorRecovery(accounts, links, mails);
        this.login = new Login(accounts, passwords);
        this.passwordReset = new PasswordReset(accounts, passwords, links, mails);
    }

    public AccountNames names() {
        return names;
    }

    public Registration registration() {
        return registration;
    }

    public Login login() {
        return login;
    }

    public PasswordReset passwordReset() {
        return passwordReset;
    }

    public EmailAddresses emailAddresses() {
        return emailAddresses;
    }

    public AuthenticatorApps authenticatorApps() {
        return authenticatorApps;
    }

    public Passkeys passkeys() {
        return passkeys;
    }

    public TrustedDevices trustedDevices() {
        return trustedDevices;
    }

    public KnownDevices knownDevices() {
        return knownDevices;
    }

    public PendingLogins pendingLogins() {
        return pendingLogins;
    }

    public SignedTokens tokens() {
        return tokens;
    }

    public SignUpProofOfWork proofOfWork() {
        return proofOfWork;
    }

    public AccountClosure closure() {
        return closure;
    }

    public FactorRecovery factorRecovery() {
        return factorRecovery;
    }

    public FirstAdministrator firstAdministrator() {
        return firstAdministrator;
    }

    /** Tells a person of a change that matters for the safety of their account, in the words of {@code mail.change.…}. */
    public void notify(UserAccount user, String site, String change, Object... arguments) {
        mails.changed(user, site, change, arguments);
    }

    /** Tells a person of a sign-in with a browser that is new to them. */
    public void notifyOfDevice(UserAccount user, String site, String agent, String ipAddress) {
        mails.newDevice(user, site, UserAgents.inWords(agent, Languages.orEnglish(user.language())), ipAddress);
    }

    /** Tells a person that whoever knows their password guesses codes of their second factors. */
    public void notifyOfGuesses(UserAccount user, String site, String ipAddress) {
        mails.guessed(user, site, ipAddress);
    }

    /** Whether there is but one second factor left, counting apps and passkeys. */
    public boolean isLastFactor(UserAccount user) {
        return authenticatorApps.of(user.id()).size() + passkeys.of(user.id()).size() <= 1;
    }
}
