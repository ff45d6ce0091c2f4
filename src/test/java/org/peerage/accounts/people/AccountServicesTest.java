package org.peerage.accounts.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.peerage.access.AccountChangeResult;
import org.peerage.access.AccountStore;
import org.peerage.access.Accounts;
import org.peerage.access.NewUser;
import org.peerage.access.UserAccount;
import org.peerage.access.credentials.NewKey;
import org.peerage.access.credentials.Passwords;
import org.peerage.access.credentials.StoredKey;
import org.peerage.access.rights.Role;
import org.peerage.accounts.factors.Totp;
import org.peerage.accounts.keys.KeyActivity;
import org.peerage.accounts.mail.Mailer;
import org.peerage.store.Database;
import org.peerage.testing.AdjustableClock;
import org.peerage.testing.Mailbox;

/** Accounts on a real database, without pages around. */
class AccountServicesTest {
    private static final String SITE = "https://peerage.example.net";
    private static final String PASSWORD = "nine silver lanterns";
    private static final Passwords PASSWORDS = new Passwords(System::nanoTime);

    @TempDir
    private Path folder;

    private final AdjustableClock clock = AdjustableClock.ofThePresent();
    private final List<Mailer.Mail> mails = new CopyOnWriteArrayList<>();

    @AutoClose
    private Database database;

    private Accounts accounts;
    private AccountServices people;
    private Sessions sessions;

    @BeforeEach
    void open() throws Exception {
        database = newDatabase(folder);
        accounts = new Accounts(new AccountStore(database.source(), PASSWORDS, clock));
        people = new AccountServices(accounts, PASSWORDS, database.source(), mails::add, clock);
        sessions = new Sessions(database.source(), clock);
    }

    Database newDatabase(Path place) throws Exception {
        return Database.openFolder(place);
    }

    private Registration.SignUpResult signUp(String username, String email) {
        return people.registration()
                .signUp(new Registration.SignUpForm(username, email, "Ada", "L", PASSWORD, PASSWORD), SITE);
    }

    private UserAccount ada() {
        signUp("ada", "ada@example.net");
        people.registration().confirm(token(lastTo("ada@example.net")));
        return user("ada");
    }

    private UserAccount user(String name) {
        return accounts.current().user(name).orElseThrow();
    }

    private String lastTo(String email) {
        return mails.stream()
                .filter(mail -> mail.to().equals(email))
                .map(Mailer.Mail::text)
                .reduce((one, other) -> other)
                .orElseThrow();
    }

    private static String token(String mail) {
        return Mailbox.link(mail).replaceAll(".*token=", "");
    }

    @Test
    void newAccountIsUnverifiedUntilTheLinkIsOpened() {
        signUp("ada", "ada@example.net");
        assertThat(user("ada").verified()).isFalse();

        String token = token(lastTo("ada@example.net"));
        assertThat(people.registration().confirm(token)).isPresent();

        assertThat(user("ada").verified()).isTrue();
        assertThat(people.registration().confirm(token)).as("the link again").isEmpty();
    }

    @Test
    void signUpWithAUsedEmailInformsItsOwnerOnly() {
        ada();

        assertThat(signUp("eve", "ADA@example.net")).isInstanceOf(Registration.SignUpResult.HasAccount.class);
        assertThat(lastTo("ADA@example.net")).contains("already has an account");
        assertThat(accounts.current().user("eve")).isEmpty();
    }

    @Test
    void loginTakesUsernameOrConfirmedEmail() {
        UserAccount ada = ada();
        people.emailAddresses().add(ada, "second@example.net", SITE);

        assertThat(people.login().signIn("second@example.net", PASSWORD))
                .as("not confirmed")
                .isEmpty();
        people.registration().confirm(token(lastTo("second@example.net")));

        assertThat(people.login().signIn("ADA", PASSWORD)).isPresent();
        assertThat(people.login().signIn("Second@Example.net", PASSWORD)).isPresent();
        assertThat(people.login().signIn("ada", "wrong password here")).isEmpty();
    }

    @Test
    void unknownNameCostsAsMuchHashingAsAKnownOne() {
        ada();
        long before = PASSWORDS.comparisons();

        people.login().signIn("ada", "a wrong password");
        long known = PASSWORDS.comparisons() - before;
        people.login().signIn("nobody", "a wrong password");
        people.login().signIn("nobody@example.net", "a wrong password");

        assertThat(known).isEqualTo(1);
        assertThat(PASSWORDS.comparisons() - before).isEqualTo(3);
    }

    @Test
    void linkForANewPasswordWorksOnceAndForHalfAnHour() {
        UserAccount ada = ada();
        people.passwordReset().mailPasswordReset("ada@example.net", SITE);
        String first = token(lastTo("ada@example.net"));
        assertThat(people.passwordReset().reset(ada, first, "eleven copper kettles", SITE))
                .isTrue();
        assertThat(people.passwordReset().reset(ada, first, "twelve copper kettles", SITE))
                .isFalse();
        assertThat(people.login().signIn("ada", "eleven copper kettles")).isPresent();

        people.passwordReset().mailPasswordReset("ada@example.net", SITE);
        String second = token(lastTo("ada@example.net"));
        clock.forward(Duration.ofMinutes(31));

        assertThat(people.passwordReset().resetOf(second)).isEmpty();
        assertThat(people.passwordReset().reset(ada, second, "twelve copper kettles", SITE))
                .isFalse();
    }

    @Test
    void unknownEmailsGetNoMail() {
        people.passwordReset().mailPasswordReset("nobody@example.net", SITE);
        people.passwordReset().mailUsername("nobody@example.net", SITE);

        assertThat(mails).isEmpty();
    }

    @Test
    void personHasFiveAddressesAtMostAndTheOldOneIsToldOfNewOnes() {
        UserAccount ada = ada();
        for (int i = 0; i < 4; i++) {
            assertThat(people.emailAddresses().add(ada, "a" + i + "@example.net", SITE))
                    .isEmpty();
        }

        assertThat(people.emailAddresses().add(ada, "a5@example.net", SITE)).isPresent();
        assertThat(lastTo("ada@example.net")).contains("a3@example.net was added");
    }

    @Test
    void lastConfirmedAddressStays() {
        UserAccount ada = ada();
        people.emailAddresses().add(ada, "second@example.net", SITE);
        people.registration().confirm(token(lastTo("second@example.net")));

        assertThat(people.emailAddresses().remove(ada, "ada@example.net", SITE))
                .as("the primary one")
                .isFalse();
        assertThat(people.emailAddresses().makePrimary(ada, "second@example.net", SITE))
                .isTrue();
        assertThat(lastTo("ada@example.net")).contains("the primary address is now second@example.net");
        assertThat(user("ada").email()).isEqualTo("second@example.net");
        assertThat(accounts.current().emails(user("ada"))).containsExactly("second@example.net", "ada@example.net");
        assertThat(people.emailAddresses().remove(user("ada"), "ada@example.net", SITE))
                .isTrue();
        assertThat(people.emailAddresses().remove(user("ada"), "second@example.net", SITE))
                .isFalse();
        assertThat(accounts.current().emails(user("ada"))).containsExactly("second@example.net");
    }

    @Test
    void anotherPersonsAddressIsNotConfirmed() {
        ada();
        signUp("eve", "eve@example.net");
        UserAccount eve = user("eve");

        assertThat(people.emailAddresses().add(eve, "ada@example.net", SITE))
                .as("says nothing")
                .isEmpty();

        assertThat(lastTo("ada@example.net"))
                .contains("already belongs to an account")
                .doesNotContain("token=");
        assertThat(accounts.current().emails(eve)).isEmpty();
    }

    @Test
    void codeOfAnAppSignsInOnce() {
        UserAccount ada = ada();
        addApp(ada);
        clock.forward(Duration.ofSeconds(60));
        String code = code(ada);

        assertThat(people.authenticatorApps().use(ada.id(), code)).isTrue();
        assertThat(people.authenticatorApps().use(ada.id(), code))
                .as("replayed")
                .isFalse();
        assertThat(accounts.current().hasSecondFactor(ada.id())).isTrue();
    }

    private void addApp(UserAccount user) {
        people.authenticatorApps().add(user.id(), "phone");
        String secret =
                people.authenticatorApps().pending(user.id()).orElseThrow().secret();
        String code = Totp.code(secret, clock.instant().getEpochSecond());
        assertThat(people.authenticatorApps().confirm(user.id(), code)).isTrue();
    }

    private String code(UserAccount user) {
        return Totp.code(
                people.authenticatorApps().of(user.id()).getFirst().secret(),
                clock.instant().getEpochSecond());
    }

    @Test
    void appCountsOnlyAfterItsFirstCode() {
        UserAccount ada = ada();
        people.authenticatorApps().add(ada.id(), "phone");

        assertThat(people.authenticatorApps().confirm(ada.id(), "12")).isFalse();

        assertThat(accounts.current().hasSecondFactor(ada.id())).isFalse();
    }

    @Test
    void backupCodesWorkOnceAndAreStoredHashed() throws Exception {
        UserAccount ada = ada();
        addApp(ada);
        List<String> codes = people.authenticatorApps().newBackupCodes(ada.id());

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        assertThat(people.authenticatorApps().use(ada.id(), codes.getFirst().toUpperCase(java.util.Locale.ROOT)))
                .isTrue();
        assertThat(people.authenticatorApps().use(ada.id(), codes.getFirst())).isFalse();
        assertThat(people.authenticatorApps().backupCodesLeft(ada.id())).isEqualTo(9);
        try (var connection = database.source().getConnection();
                var rows = connection.createStatement().executeQuery("select hash from backup_code")) {
            while (rows.next()) {
                assertThat(rows.getString(1)).matches("[0-9a-f]{64}");
            }
        }
    }

    @Test
    void backupCodesGoWithTheLastSecondFactor() {
        UserAccount ada = ada();
        addApp(ada);
        people.authenticatorApps().newBackupCodes(ada.id());

        people.authenticatorApps()
                .remove(
                        ada.id(),
                        people.authenticatorApps().of(ada.id()).getFirst().id());

        assertThat(people.authenticatorApps().backupCodesLeft(ada.id())).isZero();
        assertThat(accounts.current().hasSecondFactor(ada.id())).isFalse();
    }

    @Test
    void rememberedDeviceIsOnePersonsAndForThirtyDays() {
        UserAccount ada = ada();
        String secret = people.trustedDevices().trust(ada.id(), "192.0.2.1", "Firefox/1");

        assertThat(people.trustedDevices().isTrusted(ada.id(), secret)).isTrue();
        assertThat(people.trustedDevices().isTrusted(ada.id() + 1, secret)).isFalse();
        clock.forward(Duration.ofDays(31));
        assertThat(people.trustedDevices().isTrusted(ada.id(), secret)).isFalse();
    }

    @Test
    void newPasswordForgetsRememberedDevices() {
        UserAccount ada = ada();
        String secret = people.trustedDevices().trust(ada.id(), "192.0.2.1", "Firefox/1");

        people.passwordReset().setPassword(ada, "eleven copper kettles", SITE);

        assertThat(people.trustedDevices().isTrusted(ada.id(), secret)).isFalse();
    }

    @Test
    void secondStepAllowsFiveTries() {
        String secret = people.pendingLogins().start(ada().id(), false);

        for (int i = 0; i < 5; i++) {
            assertThat(people.pendingLogins().attempt(secret)).isPresent();
        }

        assertThat(people.pendingLogins().attempt(secret)).isEmpty();
        assertThat(people.pendingLogins().find(secret)).isEmpty();
    }

    @Test
    void idleSessionEnds() {
        UserAccount ada = ada();
        String used = sessions.start(ada.id(), "192.0.2.1", "", false, "pwd").secret();
        String remembered =
                sessions.start(ada.id(), "192.0.2.1", "", true, "pwd").secret();

        clock.forward(Duration.ofMinutes(90));
        assertThat(sessions.find(used)).isPresent();
        clock.forward(Duration.ofMinutes(90));
        assertThat(sessions.find(used)).as("used in between").isPresent();
        clock.forward(Duration.ofMinutes(150));

        assertThat(sessions.find(used)).isEmpty();
        assertThat(sessions.find(remembered)).isPresent();
    }

    @Test
    void passwordCountsAsGivenForAQuarterOfAnHour() {
        String secret =
                sessions.start(ada().id(), "192.0.2.1", "", false, "pwd").secret();

        assertThat(sessions.isConfirmed(sessions.find(secret).orElseThrow())).isTrue();
        clock.forward(Duration.ofMinutes(16));
        assertThat(sessions.isConfirmed(sessions.find(secret).orElseThrow())).isFalse();
        sessions.confirm(sessions.find(secret).orElseThrow());
        assertThat(sessions.isConfirmed(sessions.find(secret).orElseThrow())).isTrue();
    }

    @Test
    void closingErasesThePersonAndKeepsTheId() {
        UserAccount ada = ada();
        String secret = sessions.start(ada.id(), "192.0.2.1", "", false, "pwd").secret();
        accounts.change(store -> store.addKey(NewKey.ofUser(ada.id(), "laptop", false)));
        accounts.change(store -> {
            store.join(ada.id(), 41, Role.MEMBER);
            return ada;
        });

        people.knownDevices().recognize(ada.id(), Optional.empty(), "Firefox", "192.0.2.1");

        assertThat(people.closure().close(user("ada"), SITE)).isTrue();

        assertThat(people.knownDevices()
                        .recognize(ada.id(), Optional.empty(), "Chrome", "198.51.100.1")
                        .isNew())
                .as("no browser is known")
                .isFalse();
        UserAccount closed = accounts.current().user(ada.id()).orElseThrow();
        assertThat(closed.active()).isFalse();
        assertThat(closed.email()).isNull();
        assertThat(closed.username() + closed.firstName() + closed.lastName()).isEqualTo("closed-" + ada.id());
        assertThat(closed.organizations()).isEmpty();
        assertThat(accounts.current().keysOf(new StoredKey.Owner.UserOwner(ada.id())))
                .allMatch(key -> key.status() == StoredKey.KeyStatus.REVOKED
                        && key.name().isEmpty());
        assertThat(sessions.find(secret)).isEmpty();
        assertThat(people.login().signIn("ada@example.net", PASSWORD)).isEmpty();
        assertThat(signUp("ada", "ada@example.net"))
                .as("the name is free")
                .isInstanceOf(Registration.SignUpResult.AccountMade.class);
    }

    private List<String> addressesKept() {
        return accounts.change(store -> store.write(sql -> sql.query(
                "select address from key_log union all select network from key_network"
                        + " union all select last_used_ip from api_key where last_used_ip is not null",
                row -> row.getString(1))));
    }

    @Test
    void closingErasesFromWhereKeysWereUsedAlsoWhatIsNotWrittenDownYet() {
        UserAccount ada = ada();
        String key = accounts.change(store -> store.addKey(NewKey.ofUser(ada.id(), "laptop", false)))
                .prefix();
        KeyActivity activity = new KeyActivity(accounts, database.source(), clock);
        activity.record("user-key:" + key, "GET", "/api/net", 200, "192.0.2.7");
        activity.flush();
        assertThat(addressesKept()).contains("192.0.2.7");
        activity.record("user-key:" + key, "GET", "/api/net", 200, "192.0.2.8");

        assertThat(people.closure().close(user("ada"), SITE)).isTrue();
        activity.flush();

        assertThat(addressesKept()).isEmpty();
    }

    @Test
    void newPasswordVoidsLinksForAddressesThatWereAdded() {
        UserAccount ada = ada();
        people.emailAddresses().add(ada, "eve@example.net", SITE);
        String link = token(lastTo("eve@example.net"));

        people.passwordReset().setPassword(user("ada"), "eleven silver lanterns", SITE);

        assertThat(people.registration().confirm(link)).isEmpty();
        assertThat(accounts.current().owner("eve@example.net")).isEmpty();
    }

    @Test
    void resetOfAnUnconfirmedAccountForgetsWhatItsMakerLetIn() {
        signUp("ada", "ada@example.net");
        long ada = user("ada").id();
        accounts.change(store -> store.write(sql -> sql.update(
                        "insert into oauth_application (client_id, name, user_id,"
                                + " public, redirect_uris, created) values ('evil', 'Evil', ?, false, 'https://evil.example/', 0)",
                        ada)
                + sql.update(
                        "insert into oauth_consent (user_id, application_id, scope, version, created, last_used)"
                                + " select ?, id, 'profile', 1, 0, 0 from oauth_application",
                        ada)));

        people.passwordReset().mailPasswordReset("ada@example.net", SITE);
        String link = token(lastTo("ada@example.net"));
        assertThat(people.passwordReset().reset(user("ada"), link, "eleven silver lanterns", SITE))
                .isTrue();

        List<Long> left = accounts.change(store -> store.write(sql -> sql.query(
                "select application_id from oauth_consent union all select id from oauth_application",
                row -> row.getLong(1))));
        assertThat(left).isEmpty();
        assertThat(user("ada").verified()).isTrue();
    }

    @Test
    void lastAdminOfAnOrganizationStays() {
        UserAccount ada = ada();
        accounts.change(store -> {
            store.join(ada.id(), 41, Role.ADMIN);
            return ada;
        });

        assertThat(people.closure().close(user("ada"), SITE)).isFalse();
        assertThat(people.closure().organizationsOfLastAdmin(user("ada"))).containsExactly(41L);
        assertThat(user("ada").active()).isTrue();
    }

    /** Somebody with a confirmed address. */
    private UserAccount person(String name, boolean superuser) {
        AccountChangeResult added = accounts.change(
                store -> store.addUser(new NewUser(name, name + "@example.net", "!", "", "", true, superuser, false)));
        return accounts.current()
                .user(((AccountChangeResult.UserAdded) added).id())
                .orElseThrow();
    }

    /** Two who do something at the same moment; how many of them were let. */
    private static long letAtOnce(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
        CountDownLatch together = new CountDownLatch(2);
        long done = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> both = Stream.of(one, other)
                    .map(action -> threads.submit(() -> {
                        together.countDown();
                        together.await();
                        return action.call();
                    }))
                    .toList();
            for (Future<Boolean> each : both) {
                done += each.get() ? 1 : 0;
            }
        }
        return done;
    }

    @Test
    void lastTwoAdminsCannotCloseTheirAccountsConcurrently() throws Exception {
        for (int i = 0; i < 10; i++) {
            long organization = 100L + i;
            UserAccount ada = person("ada" + i, false);
            UserAccount bob = person("bob" + i, false);
            accounts.change(store ->
                    store.join(ada.id(), organization, Role.ADMIN) && store.join(bob.id(), organization, Role.ADMIN));
            Accounts elsewhere = new Accounts(new AccountStore(database.source(), PASSWORDS, clock));
            AccountServices other = new AccountServices(elsewhere, PASSWORDS, database.source(), mails::add, clock);

            long closed = letAtOnce(() -> people.closure().close(ada, SITE), () -> other.closure()
                    .close(bob, SITE));

            assertThat(closed).isEqualTo(1);
            accounts.reload();
            assertThat(accounts.current().membersOf(organization)).hasSize(1).allMatch(UserAccount::active);
        }
    }

    @Test
    void lastTwoSuperusersCannotDeactivateEachOtherConcurrently() throws Exception {
        AccountStore store = new AccountStore(database.source(), PASSWORDS, clock);
        UserAccount ada = person("ada", true);
        UserAccount bob = person("bob", true);
        for (int i = 0; i < 20; i++) {
            store.setRights(ada.id(), true, false);
            store.setActive(bob.id(), true);

            long done = letAtOnce(
                    () -> accounts.change(same -> same.setRights(ada.id(), false, false)),
                    () -> store.deactivate(bob.id()));

            assertThat(done).isEqualTo(1);
        }
    }

    @Test
    void lastSuperuserStays() {
        UserAccount root = person("root", true);
        AccountStore store = new AccountStore(database.source(), PASSWORDS, clock);

        assertThat(people.closure().close(root, SITE)).isFalse();
        assertThat(store.deactivate(root.id())).isFalse();
        assertThat(store.setRights(root.id(), false, true)).isFalse();
        assertThat(store.setRights(root.id(), true, true)).isTrue();

        person("other", true);
        assertThat(people.closure().close(root, SITE)).isTrue();
    }

    @Test
    void firstAdministratorIsMadeOnce() {
        String token = people.firstAdministrator().invite().orElseThrow().replaceAll(".*=", "");
        Registration.SignUpForm form =
                new Registration.SignUpForm("root", "root@example.net", "R", "T", PASSWORD, PASSWORD);

        assertThat(people.firstAdministrator().isInvited(token)).isTrue();
        assertThat(people.registration().signUpFirstAdministrator(form, "something else"))
                .isInstanceOf(Registration.SignUpResult.SignUpRefused.class);
        assertThat(people.registration().signUpFirstAdministrator(form, token))
                .isInstanceOf(Registration.SignUpResult.AccountMade.class);

        assertThat(user("root").superuser()).isTrue();
        assertThat(user("root").verified()).isTrue();
        assertThat(people.firstAdministrator().isInvited(token)).isFalse();
        assertThat(people.firstAdministrator().invite()).isEmpty();
    }

    @Test
    void formNeedsAProofOrSomeSecondsAndGoesOnce() {
        SignUpProofOfWork proofOfWork = people.proofOfWork();
        String word = proofOfWork.token("browser");
        int proof = 0;
        while (!SignUpProofOfWork.proves(word, Integer.toString(proof))) {
            proof++;
        }

        assertThat(proofOfWork.problem("browser", word, "")).isPresent();
        assertThat(proofOfWork.problem("browser", word, Integer.toString(proof)))
                .isEmpty();
        assertThat(proofOfWork.problem("another browser", word, Integer.toString(proof)))
                .isPresent();
        clock.forward(Duration.ofSeconds(6));
        assertThat(proofOfWork.problem("browser", word, "")).isEmpty();
        assertThat(proofOfWork.consume(word)).isTrue();
        assertThat(proofOfWork.consume(word)).isFalse();
        clock.forward(Duration.ofHours(7));
        assertThat(proofOfWork.problem("browser", word, "")).isPresent();
    }

    @Test
    void browserIsNewUntilItWasUsedByThePersonOnce() {
        KnownDevices devices = people.knownDevices();
        long ada = ada().id();
        KnownDevices.Recognition first = devices.recognize(ada, Optional.empty(), "Firefox", "192.0.2.1");

        KnownDevices.Recognition again =
                devices.recognize(ada, Optional.of(first.secret()), "Firefox, newer", "198.51.100.1");

        assertThat(first.isNew())
                .as("who never signed in before is told nothing")
                .isFalse();
        assertThat(again).isEqualTo(new KnownDevices.Recognition(first.secret(), false));
        assertThat(devices.recognize(ada, Optional.empty(), "Chrome", "203.0.113.1")
                        .isNew())
                .isTrue();
        assertThat(devices.recognize(ada, Optional.empty(), "Chrome", "203.0.113.99")
                        .isNew())
                .as("the same browser without its cookie, in the same network")
                .isFalse();
        assertThat(devices.recognize(ada, Optional.empty(), "Chrome", "2001:db8:1::1")
                        .isNew())
                .isTrue();
    }

    @Test
    void browserOfSomebodyElseIsNewToThePersonAndKeepsItsCookie() {
        KnownDevices devices = people.knownDevices();
        long ada = ada().id();
        signUp("bob", "bob@example.net");
        long bob = user("bob").id();
        String adas =
                devices.recognize(ada, Optional.empty(), "Firefox", "192.0.2.1").secret();
        devices.recognize(bob, Optional.empty(), "Safari", "198.51.100.1");

        KnownDevices.Recognition shared = devices.recognize(bob, Optional.of(adas), "Firefox", "192.0.2.1");

        assertThat(shared).isEqualTo(new KnownDevices.Recognition(adas, true));
        assertThat(devices.recognize(bob, Optional.of("planted"), "Safari", "198.51.100.1")
                        .secret())
                .isNotEqualTo("planted");
    }

    @Test
    void forgottenBrowsersAreNewAndThePresentOneIsNot() {
        KnownDevices devices = people.knownDevices();
        long ada = ada().id();
        String here =
                devices.recognize(ada, Optional.empty(), "Firefox", "192.0.2.1").secret();
        String there = devices.recognize(ada, Optional.empty(), "Chrome", "198.51.100.1")
                .secret();

        devices.forgetOthers(ada, Optional.of(here), "Firefox", "192.0.2.1");

        assertThat(devices.recognize(ada, Optional.of(here), "Firefox", "192.0.2.1")
                        .isNew())
                .isFalse();
        assertThat(devices.recognize(ada, Optional.of(there), "Chrome", "198.51.100.1")
                        .isNew())
                .isTrue();
        devices.forgetOthers(ada, Optional.empty(), "", "");
        assertThat(devices.recognize(ada, Optional.of(here), "Firefox", "192.0.2.1")
                        .isNew())
                .as("the first afterwards, too")
                .isTrue();
    }

    @Test
    void browserThatWasNotUsedForLongIsNewAgain() {
        KnownDevices devices = people.knownDevices();
        long ada = ada().id();
        String secret =
                devices.recognize(ada, Optional.empty(), "Firefox", "192.0.2.1").secret();

        clock.forward(KnownDevices.TTL.plusSeconds(1));

        assertThat(devices.recognize(ada, Optional.of(secret), "Firefox", "192.0.2.1")
                        .isNew())
                .isTrue();
    }
}
