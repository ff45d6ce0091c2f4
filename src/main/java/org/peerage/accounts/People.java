package org.peerage.accounts;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.AccountChange;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.Passwords;
import org.peerage.access.UserAccount;
import org.peerage.text.Email;

/** Signing up, confirming an address, signing in and choosing a new password (docs/spec/access.md §3). */
public final class People {
    static final int LONGEST_NAME = 254;
    private static final Pattern USERNAME =
            Pattern.compile("[\\w@|+\\-.,/:;<=]{1,254}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final String NAME_TAKEN = "A user with that username already exists.";

    private final Accounts accounts;
    private final Passwords passwords;
    private final Links links;
    private final Letters letters;
    private final Addresses addresses;
    private final Authenticators authenticators;
    private final Passkeys passkeys;
    private final Devices devices;
    private final WaitingSignIns waiting;
    private final SignedWords words;
    private final BotDefence defence;
    private final Closing closing;
    private final FirstAdministrator firstAdministrator;

    public People(Accounts accounts, Passwords passwords, DataSource source, Post post, Clock clock) {
        this.words = new SignedWords(source, clock);
        this.accounts = accounts;
        this.passwords = passwords;
        this.links = new Links(source, clock);
        this.letters = new Letters(post);
        this.addresses = new Addresses(accounts, source, links, letters, clock);
        this.authenticators = new Authenticators(accounts, source, clock);
        this.passkeys = new Passkeys(accounts, source, words, clock);
        this.devices = new Devices(source, clock);
        this.waiting = new WaitingSignIns(source, clock);
        this.defence = new BotDefence(words);
        this.closing = new Closing(accounts, letters);
        this.firstAdministrator = new FirstAdministrator(accounts, links);
    }

    public Addresses addresses() {
        return addresses;
    }

    public Authenticators authenticators() {
        return authenticators;
    }

    public Passkeys passkeys() {
        return passkeys;
    }

    public Devices devices() {
        return devices;
    }

    public WaitingSignIns waiting() {
        return waiting;
    }

    public SignedWords words() {
        return words;
    }

    public BotDefence defence() {
        return defence;
    }

    public Closing closing() {
        return closing;
    }

    public FirstAdministrator firstAdministrator() {
        return firstAdministrator;
    }

    /** What somebody fills in to sign up. */
    public record Application(
            String username, String email, String firstName, String lastName, String password, String again) {}

    /** Whether a person was taken in. */
    public sealed interface SignUp {
        record Made(long user) implements SignUp {}

        /** To whoever asked it looks the same as {@link Made}: the address's owner got a mail. */
        record HasAccount() implements SignUp {}

        /** @param problems by the name of the form's field */
        record Refused(Map<String, String> problems) implements SignUp {
            public Refused {
                problems = Map.copyOf(problems);
            }
        }
    }

    /**
     * Makes an account and mails the link that confirms its address.
     *
     * @param site the address of this site, for the link
     */
    public SignUp signUp(Application form, String site) {
        Map<String, String> problems = problems(form);
        if (!problems.isEmpty()) {
            return new SignUp.Refused(problems);
        }
        String hash = passwords.hash(form.password);
        return switch (add(form, hash, false)) {
            case AccountChange.UserAdded(long id) -> {
                mailVerification(id, form.email, site);
                yield new SignUp.Made(id);
            }
            // Whether a name is in use everybody can see; whether an address is, its owner is told by mail alone.
            case AccountChange.Taken taken
            when isTaken(form.username) -> new SignUp.Refused(Map.of("username", NAME_TAKEN));
            case AccountChange.Taken taken -> {
                letters.hasAccount(form.email, site);
                yield new SignUp.HasAccount();
            }
            case AccountChange.Imported imported -> throw new IllegalStateException("no file was imported");
        };
    }

    /** Makes the site's first administrator with the link from its start; no mail needs to be confirmed for that. */
    public SignUp signUpFirstAdministrator(Application form, String secret) {
        Map<String, String> problems = problems(form);
        if (isTaken(form.username)) {
            problems.put("username", NAME_TAKEN);
        }
        if (accounts.current().owner(form.email).isPresent()) {
            problems.put("email", "This address has an account already.");
        }
        if (problems.isEmpty() && !firstAdministrator.redeem(secret)) {
            problems.put("username", "This link was used already.");
        }
        if (!problems.isEmpty()) {
            return new SignUp.Refused(problems);
        }
        return add(form, passwords.hash(form.password), true) instanceof AccountChange.UserAdded(long id)
                ? new SignUp.Made(id)
                : new SignUp.Refused(Map.of("username", NAME_TAKEN));
    }

    private AccountChange add(Application form, String hash, boolean administrator) {
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

    private static Map<String, String> problems(Application form) {
        Map<String, String> problems = new LinkedHashMap<>();
        (isForeignAddress(form.username, form.email)
                        ? Optional.of("Enter a valid username.")
                        : usernameProblem(form.username))
                .ifPresent(problem -> problems.put("username", problem));
        if (!Email.isValid(form.email) || form.email.length() > LONGEST_NAME) {
            problems.put("email", "Enter a valid email address.");
        }
        if (form.firstName.length() > LONGEST_NAME || form.lastName.length() > LONGEST_NAME) {
            problems.put("first_name", "Names have at most " + LONGEST_NAME + " characters.");
        }
        PasswordRules.problem(form.password, form.username, form.email)
                .ifPresent(problem -> problems.put("password", problem));
        if (!form.password.equals(form.again)) {
            problems.put("password_again", "The two passwords differ.");
        }
        return problems;
    }

    /** Whose name is another's address would get that person's sign-ins. */
    private static boolean isForeignAddress(String username, @Nullable String own) {
        return Email.isValid(username) && !username.equalsIgnoreCase(own);
    }

    private static Optional<String> usernameProblem(String username) {
        if (!USERNAME.matcher(username).matches()) {
            return Optional.of("Enter a valid username.");
        }
        String folded = username.toLowerCase(Locale.ROOT);
        if (folded.startsWith("apikey")) {
            return Optional.of("Username cannot start with 'apikey'");
        }
        return folded.startsWith("closed-") ? Optional.of("Enter a valid username.") : Optional.empty();
    }

    private boolean isTaken(String username) {
        return accounts.current().user(username).isPresent();
    }

    private void mailVerification(long user, String email, String site) {
        letters.confirmSignUp(email, site + "/verify?token=" + links.issue(Links.Kind.VERIFY, user, email));
    }

    /** Mails the link again, to somebody who is not confirmed yet. */
    public void verifyAgain(UserAccount user, String site) {
        if (!user.verified() && user.email() != null) {
            mailVerification(user.id(), user.email(), site);
        }
    }

    /** Whose address a link confirms, without using it up. */
    public Optional<UserAccount> confirmationOf(String secret) {
        return links.look(Links.Kind.VERIFY, secret)
                .or(() -> links.look(Links.Kind.EMAIL, secret))
                .flatMap(link -> accounts.current().user(link.user().orElse(0)));
    }

    /** Confirms the address that a link was mailed to: the first one or a further one. */
    public Optional<UserAccount> confirm(String secret) {
        return links.redeem(Links.Kind.VERIFY, secret)
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
                .or(() -> addresses.confirm(secret));
    }

    /** The person of that name or address, if the password is theirs; takes as long if there is nobody. */
    public Optional<UserAccount> signIn(String nameOrEmail, String password) {
        Optional<UserAccount> user = named(nameOrEmail);
        if (user.isEmpty()) {
            passwords.verifyNobody(password);
            return Optional.empty();
        }
        return user.filter(known -> passwords.verify(known, password));
    }

    /** The active person of that name or address. */
    public Optional<UserAccount> named(String nameOrEmail) {
        String given = nameOrEmail.strip();
        return accounts.current()
                .user(given)
                .or(() -> given.indexOf('@') < 0
                        ? Optional.empty()
                        : accounts.current().owner(given))
                .filter(UserAccount::active);
    }

    /** Mails a link for a new password to whoever has that address; tells nobody whether there is one. */
    public void forgotten(String email, String site) {
        withAddress(email)
                .ifPresent(user -> letters.newPassword(
                        email,
                        user.username(),
                        site + "/reset-password?token=" + links.issue(Links.Kind.RESET, user.id(), email)));
    }

    /** Mails their username to whoever has that address; tells nobody whether there is one. */
    public void forgottenName(String email, String site) {
        withAddress(email).ifPresent(user -> letters.username(email, user.username(), site));
    }

    private Optional<UserAccount> withAddress(String email) {
        return accounts.current().owner(email).filter(UserAccount::active);
    }

    /** What is wrong with a new password of a person. */
    public static Optional<String> problem(UserAccount user, String password, String again) {
        if (!password.equals(again)) {
            return Optional.of("The two passwords differ.");
        }
        return PasswordRules.problem(password, user.username(), user.email() == null ? "" : user.email());
    }

    /** Whose link for a new password it is, without using it up: so that a mistake in the form costs no link. */
    public Optional<UserAccount> resetOf(String secret) {
        return links.look(Links.Kind.RESET, secret)
                .flatMap(link -> accounts.current().user(link.user().orElse(0)))
                .filter(UserAccount::active);
    }

    /** Uses a link for a new password up; whoever got the mail has the address, so it is confirmed by that. */
    public boolean reset(UserAccount user, String secret, String password, String site) {
        Optional<Links.Redeemed> link = links.redeem(Links.Kind.RESET, secret);
        if (link.isEmpty()) {
            return false;
        }
        if (!user.verified()) {
            // Whoever signed up with somebody else's address may have left a way in for themselves.
            forgetWaysIn(user.id());
        }
        setPassword(user, password, site);
        if (!user.verified() && link.get().email().equalsIgnoreCase(user.email())) {
            accounts.change(store -> {
                store.setVerified(user.id(), true);
                return user;
            });
        }
        return true;
    }

    private void forgetWaysIn(long user) {
        accounts.change(store -> store.write(rows -> {
            int gone = 0;
            for (String table : List.of(
                    "user_email", "passkey", "authenticator", "backup_code", "waiting_sign_in", "account_link")) {
                gone += rows.update("delete from " + table + " where user_id = ?", user);
            }
            return gone;
        }));
    }

    /** Sets a password and tells its owner; browsers that were remembered are so no more. */
    public void setPassword(UserAccount user, String password, String site) {
        String hash = passwords.hash(password);
        accounts.change(store -> {
            store.setPasswordHash(user.id(), hash);
            // What was asked for or begun with the old one ends with it.
            return store.write(
                    rows -> rows.update("delete from account_link where user_id = ? and kind = 'reset'", user.id())
                            + rows.update("delete from waiting_sign_in where user_id = ?", user.id()));
        });
        devices.forgetAll(user.id());
        letters.changed(user, "the password is a new one.", site);
    }

    /** Whether it is the person's password. */
    public boolean isPassword(UserAccount user, String password) {
        return passwords.verify(user, password);
    }

    /** Gives a person another username; what is wrong with it, or nothing. */
    public Optional<String> rename(UserAccount user, String username, String site) {
        Optional<String> problem = isForeignAddress(username, user.email())
                ? Optional.of("Enter a valid username.")
                : usernameProblem(username);
        if (problem.isPresent()) {
            return problem;
        }
        if (!accounts.change(store -> store.rename(user.id(), username))) {
            return Optional.of(NAME_TAKEN);
        }
        letters.changed(user, "the username is now " + username + ".", site);
        return Optional.empty();
    }

    /** Whether the names were not too long. */
    public boolean setNames(UserAccount user, String firstName, String lastName) {
        boolean fits = firstName.length() <= LONGEST_NAME && lastName.length() <= LONGEST_NAME;
        if (fits) {
            accounts.change(store -> {
                store.setNames(user.id(), firstName, lastName);
                return user;
            });
        }
        return fits;
    }

    /** Tells a person of a change that matters for the safety of their account. */
    public void tell(UserAccount user, String what, String site) {
        letters.changed(user, what, site);
    }

    /** Whether there is but one second factor left, counting apps and passkeys. */
    public boolean isLastFactor(UserAccount user) {
        return authenticators.of(user.id()).size() + passkeys.of(user.id()).size() <= 1;
    }
}
