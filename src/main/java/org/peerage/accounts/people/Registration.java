package org.peerage.accounts.people;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.Passwords;
import org.peerage.accounts.OneTimeLinks;
import org.peerage.accounts.mail.AccountMails;
import org.peerage.i18n.Messages;
import org.peerage.text.Email;

/** Signing up, and confirming the e-mail address (docs/spec/access.md §3). */
public final class Registration {
    private final Accounts accounts;
    private final Passwords passwords;
    private final OneTimeLinks links;
    private final AccountMails mails;
    private final EmailAddresses emailAddresses;
    private final FirstAdministrator firstAdministrator;

    Registration(
            Accounts accounts,
            Passwords passwords,
            OneTimeLinks links,
            AccountMails mails,
            EmailAddresses emailAddresses,
            FirstAdministrator firstAdministrator) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.links = links;
        this.mails = mails;
        this.emailAddresses = emailAddresses;
        this.firstAdministrator = firstAdministrator;
    }

    /** What somebody fills in to sign up. */
    public record SignUpForm(
            String username, String email, String firstName, String lastName, String password, String again) {}

    /** Whether a person was taken in. */
    public sealed interface SignUpResult {
        record AccountMade(long user) implements SignUpResult {}

        /** To whoever asked it looks the same as {@link AccountMade}: the address's owner got a mail. */
        record HasAccount() implements SignUpResult {}

        /** @param problems by the name of the form's field */
        record SignUpRefused(Map<String, String> problems) implements SignUpResult {
            public SignUpRefused {
                problems = Map.copyOf(problems);
            }
        }
    }

    /**
     * Makes an account and mails the link that confirms its address.
     *
     * @param site the address of this site, for the link
     */
    public SignUpResult signUp(SignUpForm form, String site) {
        return signUp(form, site, "");
    }

    /** The same; {@code next} is an address of this site where the person goes on after confirming, or empty. */
    public SignUpResult signUp(SignUpForm form, String site, String next) {
        Map<String, String> problems = problems(form);
        if (!problems.isEmpty()) {
            return new SignUpResult.SignUpRefused(problems);
        }
        String hash = passwords.hash(form.password);
        return switch (add(form, hash, false)) {
            case AccountChangeResult.UserAdded(long id) -> {
                mailVerification(id, form.email, site, next);
                yield new SignUpResult.AccountMade(id);
            }
            // Whether a name is in use everybody can see; whether an address is, its owner is told by mail alone.
            case AccountChangeResult.NamesTaken taken
            when isTaken(form.username) -> new SignUpResult.SignUpRefused(Map.of("username", AccountNames.nameTaken()));
            case AccountChangeResult.NamesTaken taken -> {
                mails.hasAccount(
                        accounts.current()
                                .owner(form.email)
                                .map(UserAccount::language)
                                .orElse(""),
                        form.email,
                        site);
                yield new SignUpResult.HasAccount();
            }
            case AccountChangeResult.Imported imported -> throw new IllegalStateException("no file was imported");
        };
    }

    /** Makes the site's first administrator with the link from its start; no mail needs to be confirmed for that. */
    public SignUpResult signUpFirstAdministrator(SignUpForm form, String secret) {
        Map<String, String> problems = problems(form);
        if (isTaken(form.username)) {
            problems.put("username", AccountNames.nameTaken());
        }
        if (accounts.current().owner(form.email).isPresent()) {
            problems.put("email", Messages.current().text("account.addressTaken"));
        }
        if (problems.isEmpty() && !firstAdministrator.redeem(secret)) {
            problems.put("username", Messages.current().text("link.used"));
        }
        if (!problems.isEmpty()) {
            return new SignUpResult.SignUpRefused(problems);
        }
        return add(form, passwords.hash(form.password), true) instanceof AccountChangeResult.UserAdded(long id)
                ? new SignUpResult.AccountMade(id)
                : new SignUpResult.SignUpRefused(Map.of("username", AccountNames.nameTaken()));
    }

    private AccountChangeResult add(SignUpForm form, String hash, boolean administrator) {
        return accounts.change(store -> store.addUser(new NewUser(
                form.username,
                form.email,
                hash,
                form.firstName,
                form.lastName,
                administrator,
                administrator,
                administrator)));
    }

    private static Map<String, String> problems(SignUpForm form) {
        Map<String, String> problems = new LinkedHashMap<>();
        (AccountNames.isForeignAddress(form.username, form.email)
                        ? Optional.of(Messages.current().text("account.invalidUsername"))
                        : AccountNames.usernameProblem(form.username))
                .ifPresent(problem -> problems.put("username", problem));
        if (!Email.isValid(form.email) || form.email.length() > AccountNames.MAX_NAME_LENGTH) {
            problems.put("email", Messages.current().text("account.invalidEmail"));
        }
        if (form.firstName.length() > AccountNames.MAX_NAME_LENGTH
                || form.lastName.length() > AccountNames.MAX_NAME_LENGTH) {
            problems.put("first_name", Messages.current().text("identity.name.long"));
        }
        PasswordRules.problem(form.password, form.username, form.email)
                .ifPresent(problem -> problems.put("password", problem));
        if (!form.password.equals(form.again)) {
            problems.put("password_again", Messages.current().text("password.differ"));
        }
        return problems;
    }

    private boolean isTaken(String username) {
        return accounts.current().user(username).isPresent();
    }

    private void mailVerification(long user, String email, String site, String next) {
        String link = site + "/verify?token=" + links.issue(OneTimeLinks.LinkPurpose.VERIFY, user, email);
        mails.confirmSignUp(
                email, next.isEmpty() ? link : link + "&next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    }

    /** Mails the link again, to somebody who is not confirmed yet. */
    public void verifyAgain(UserAccount user, String site) {
        if (!user.verified() && user.email() != null) {
            mailVerification(user.id(), user.email(), site, "");
        }
    }

    /** Whose address a link confirms, without using it up. */
    public Optional<UserAccount> confirmationOf(String secret) {
        return links.find(OneTimeLinks.LinkPurpose.VERIFY, secret)
                .or(() -> links.find(OneTimeLinks.LinkPurpose.EMAIL, secret))
                .flatMap(link -> accounts.current().user(link.user().orElse(0)));
    }

    /** Confirms the address that a link was mailed to: the first one or a further one. */
    public Optional<UserAccount> confirm(String secret) {
        return links.redeem(OneTimeLinks.LinkPurpose.VERIFY, secret)
                .flatMap(link -> accounts.current()
                        .user(link.user().orElse(0))
                        .filter(user -> user.active() && link.email().equals(user.email())))
                .map(user -> {
                    accounts.change(store -> {
                        store.setVerified(user.id(), true);
                        return user;
                    });
                    return user;
                })
                .or(() -> emailAddresses.confirm(secret));
    }
}
