package org.peerage.accounts;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.peerage.access.AccountChange;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.Passwords;
import org.peerage.access.UserAccount;
import org.peerage.text.Email;

/** Signing up, confirming an address, signing in and choosing a new password (spec/access.md §3). */
public final class People {
    private static final Pattern USERNAME =
            Pattern.compile("[\\w@|+\\-.,/:;<=]{1,254}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final int LONGEST_NAME = 254;

    private final Accounts accounts;
    private final Passwords passwords;
    private final Links links;
    private final Post post;

    public People(Accounts accounts, Passwords passwords, DataSource source, Post post, Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.links = new Links(source, clock);
        this.post = post;
    }

    /** What somebody fills in to sign up. */
    public record Application(
            String username, String email, String firstName, String lastName, String password, String again) {}

    /** Whether a person was taken in. */
    public sealed interface SignUp {
        record Made(long user) implements SignUp {}

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
        Map<String, String> problems = new LinkedHashMap<>();
        if (!USERNAME.matcher(form.username).matches()) {
            problems.put("username", "Enter a valid username.");
        } else if (form.username.toLowerCase(java.util.Locale.ROOT).startsWith("apikey")) {
            problems.put("username", "Username cannot start with 'apikey'");
        }
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
        if (!problems.isEmpty()) {
            return new SignUp.Refused(problems);
        }
        String hash = passwords.hash(form.password);
        AccountChange change = accounts.change(store -> store.addUser(
                new NewUser(form.username, form.email, hash, form.firstName, form.lastName, false, false, false)));
        return switch (change) {
            case AccountChange.UserAdded(long id) -> {
                mailVerification(id, form.email, site);
                yield new SignUp.Made(id);
            }
            // Whether a name is in use everybody can see; whether an address is, its owner is told by mail alone.
            case AccountChange.Taken(List<String> what) -> taken(form, what, site);
            case AccountChange.Imported imported -> throw new IllegalStateException("no file was imported");
        };
    }

    private SignUp taken(Application form, List<String> what, String site) {
        boolean name = accounts.current().user(form.username).isPresent();
        if (name) {
            return new SignUp.Refused(Map.of("username", "A user with that username already exists."));
        }
        post.send(new Post.Mail(
                form.email,
                "You have an account already",
                "Somebody, perhaps you, wanted to sign up at " + site + " with this address, which has an account"
                        + " already.\n\nIf you forgot its password: " + site + "/reset-password\n"));
        return new SignUp.Made(-what.size());
    }

    private void mailVerification(long user, String email, String site) {
        String secret = links.issue(Links.Kind.VERIFY, user, email);
        post.send(new Post.Mail(
                email,
                "Confirm your e-mail address",
                "Welcome. Please confirm that this is your address, within three days:\n\n" + site + "/verify?token="
                        + secret + "\n\nIf you did not sign up, ignore this mail.\n"));
    }

    /** Mails the link again, to somebody who is not confirmed yet. */
    public void verifyAgain(UserAccount user, String site) {
        if (!user.verified() && user.email() != null) {
            mailVerification(user.id(), user.email(), site);
        }
    }

    /** Confirms the address that a link was mailed to. */
    public Optional<UserAccount> confirm(String secret) {
        return links.redeem(Links.Kind.VERIFY, secret).flatMap(link -> accounts.current()
                .user(link.user())
                .filter(user -> link.email().equals(user.email()))
                .map(user -> {
                    accounts.change(store -> {
                        store.setVerified(user.id(), true);
                        return user;
                    });
                    return user;
                }));
    }

    /** The person of that name or address, if the password is theirs; takes as long if there is nobody. */
    public Optional<UserAccount> signIn(String nameOrEmail, String password) {
        Optional<UserAccount> user = named(nameOrEmail).filter(UserAccount::active);
        if (user.isEmpty()) {
            passwords.verifyNobody(password);
            return Optional.empty();
        }
        return user.filter(known -> passwords.verify(known, password));
    }

    private Optional<UserAccount> named(String nameOrEmail) {
        String given = nameOrEmail.strip();
        return accounts.current()
                .user(given)
                .or(() -> given.indexOf('@') < 0
                        ? Optional.empty()
                        : accounts.current().users().stream()
                                .filter(user -> given.equalsIgnoreCase(user.email()))
                                .findFirst());
    }

    /** Mails a link for a new password to whoever has that address; tells nobody whether there is one. */
    public void forgotten(String email, String site) {
        accounts.current().users().stream()
                .filter(user -> user.active() && email.strip().equalsIgnoreCase(user.email()))
                .findFirst()
                .ifPresent(user -> post.send(new Post.Mail(
                        java.util.Objects.requireNonNull(user.email()),
                        "A new password",
                        "Your username is " + user.username() + ". With this link you choose a new password, within"
                                + " thirty minutes:\n\n" + site + "/reset-password?token="
                                + links.issue(Links.Kind.RESET, user.id(), user.email())
                                + "\n\nIf you did not ask for it, ignore this mail.\n")));
    }

    /** What is wrong with a new password of a person. */
    public static Optional<String> problem(UserAccount user, String password, String again) {
        if (!password.equals(again)) {
            return Optional.of("The two passwords differ.");
        }
        return PasswordRules.problem(password, user.username(), user.email() == null ? "" : user.email());
    }

    /** Uses a link for a new password up; whoever got the mail has the address. */
    public Optional<UserAccount> redeemReset(String secret) {
        return links.redeem(Links.Kind.RESET, secret)
                .flatMap(link -> accounts.current().user(link.user()).filter(UserAccount::active));
    }

    /** A fresh link in place of one that was used up by a form with a mistake. */
    public String reissueReset(UserAccount user) {
        return links.issue(Links.Kind.RESET, user.id(), user.email() == null ? "" : user.email());
    }

    public void setPassword(UserAccount user, String password) {
        String hash = passwords.hash(password);
        accounts.change(store -> {
            store.setPasswordHash(user.id(), hash);
            return user;
        });
    }

    /** Whether it is the person's password. */
    public boolean isPassword(UserAccount user, String password) {
        return passwords.verify(user, password);
    }
}
