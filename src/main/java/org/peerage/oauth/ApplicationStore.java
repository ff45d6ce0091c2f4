package org.peerage.oauth;

import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Accounts;
import org.peerage.access.Transactions;
import org.peerage.accounts.RandomTokens;
import org.peerage.store.Sql;

/** Applications and their secrets in the database (migration V15). Of a secret its SHA-256 is kept: it is random. */
public final class ApplicationStore {
    /** One owner has no more. */
    public static final int MAX_APPLICATIONS = 50;

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int CLIENT_ID_LENGTH = 40;
    private static final int SECRET_LENGTH = 64;
    private static final int MAX_SECRETS = 5;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Transactions database;
    private final Accounts accounts;
    private final Clock clock;

    ApplicationStore(DataSource source, Accounts accounts, Clock clock) {
        this.database = new Transactions(source);
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * An application that was just made.
     *
     * @param secret shown once; empty for one without
     */
    public record NewApplication(Application application, String secret) {}

    /**
     * A secret as pages tell it: never itself.
     *
     * @param expires seconds since the epoch; null: until it is replaced
     */
    public record SecretInfo(long created, @Nullable Long expires) {}

    public Optional<Application> find(long id) {
        return database
                .withConnection(
                        sql -> sql.query("select * from oauth_application where id = ?", ApplicationStore::read, id))
                .stream()
                .findFirst();
    }

    public Optional<Application> byClientId(String clientId) {
        return database.withConnection(sql -> byClientId(sql, clientId));
    }

    static Optional<Application> byClientId(Sql sql, String clientId) throws SQLException {
        if (clientId.indexOf(0) >= 0) {
            return Optional.empty(); // PostgreSQL has no text with NUL
        }
        return sql
                .query("select * from oauth_application where client_id = ?", ApplicationStore::read, clientId)
                .stream()
                .findFirst();
    }

    /** An owner's applications, in order of id. */
    public List<Application> of(Application.Owner owner) {
        return database.withConnection(sql -> of(sql, owner));
    }

    private static List<Application> of(Sql sql, Application.Owner owner) throws SQLException {
        return switch (owner) {
            case Application.Owner.UserOwner(long id) ->
                sql.query("select * from oauth_application where user_id = ? order by id", ApplicationStore::read, id);
            case Application.Owner.OrganizationOwner(long id) ->
                sql.query("select * from oauth_application where org_id = ? order by id", ApplicationStore::read, id);
        };
    }

    /** Makes an application; empty: the owner has too many. The form was checked. */
    public Optional<NewApplication> add(ApplicationForm form) {
        String secret = form.isPublic() ? "" : random(SECRET_LENGTH);
        return database.withLock(sql -> {
            if (of(sql, form.owner()).size() >= MAX_APPLICATIONS) {
                return Optional.empty();
            }
            long id = sql.insert(
                    "insert into oauth_application (client_id, name, user_id, org_id, public, redirect_uris,"
                            + " post_logout_redirect_uris, allowed_origins, created)"
                            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                    random(CLIENT_ID_LENGTH),
                    form.name(),
                    userId(form.owner()),
                    organizationId(form.owner()),
                    form.isPublic(),
                    text(form.redirectUris()),
                    text(form.postLogoutRedirectUris()),
                    text(form.allowedOrigins()),
                    now());
            if (!secret.isEmpty()) {
                addSecret(sql, id, secret);
            }
            return sql.query("select * from oauth_application where id = ?", ApplicationStore::read, id).stream()
                    .findFirst()
                    .map(made -> new NewApplication(made, secret));
        });
    }

    /**
     * Changes what an application is; of another name, redirects or owner people are asked again. Of other redirects or
     * another owner it is not what staff vouched for. With another owner all ends that people let the one before do.
     */
    public void change(Application application, ApplicationForm form) {
        if (application.owner().equals(form.owner())) {
            database.withConnection(sql -> change(sql, application, form));
        } else {
            accounts.change(store -> store.write(sql -> {
                sql.update("delete from oauth_grant where application_id = ?", application.id());
                sql.update("delete from oauth_consent where application_id = ?", application.id());
                return change(sql, application, form);
            }));
        }
    }

    private static int change(Sql sql, Application application, ApplicationForm form) throws SQLException {
        boolean isAnother = !application.owner().equals(form.owner())
                || !application.redirectUris().equals(ApplicationForm.list(form.redirectUris()));
        boolean asksAgain = isAnother || !application.name().equals(form.name());
        return sql.update(
                "update oauth_application set name = ?, user_id = ?, org_id = ?, redirect_uris = ?,"
                        + " post_logout_redirect_uris = ?, allowed_origins = ?, version = version + ?,"
                        + " skip_consent = (skip_consent and ?) where id = ?",
                form.name(),
                userId(form.owner()),
                organizationId(form.owner()),
                text(form.redirectUris()),
                text(form.postLogoutRedirectUris()),
                text(form.allowedOrigins()),
                asksAgain ? 1 : 0,
                !isAnother,
                application.id());
    }

    /** Lets people in without asking them, or no longer: then who was not asked is. */
    public void setSkipsConsent(Application application, boolean skips) {
        database.withConnection(sql -> sql.update(
                "update oauth_application set skip_consent = ?, version = version + 1"
                        + " where id = ? and skip_consent <> ?",
                skips,
                application.id(),
                skips));
    }

    /** Deletes an application with all that people let it in by. */
    public void delete(Application application) {
        accounts.change(store ->
                store.write(sql -> sql.update("delete from oauth_application where id = ?", application.id())));
    }

    /** A further secret; those before are good for a while yet, so that the other side can be told. */
    public String addSecret(Application application, Duration overlap) {
        String secret = random(SECRET_LENGTH);
        long end = now() + overlap.toSeconds();
        return database.withLock(sql -> {
            sql.update(
                    "delete from oauth_secret where application_id = ? and expires is not null and expires <= ?",
                    application.id(),
                    now());
            sql.update(
                    "update oauth_secret set expires = ? where application_id = ? and (expires is null or expires > ?)",
                    end,
                    application.id(),
                    end);
            sql.update(
                    "delete from oauth_secret where application_id = ? and id not in (select id from oauth_secret"
                            + " where application_id = ? order by id desc limit ?)",
                    application.id(),
                    application.id(),
                    MAX_SECRETS - 1);
            addSecret(sql, application.id(), secret);
            return secret;
        });
    }

    /** The secrets that are good now, the newest first. */
    public List<SecretInfo> secretsOf(Application application) {
        return database.withConnection(sql -> sql.query(
                "select created, expires from oauth_secret where application_id = ? and (expires is null or expires > ?)"
                        + " order by id desc",
                row -> new SecretInfo(row.getLong("created"), Sql.nullableLong(row, "expires")),
                application.id(),
                now()));
    }

    /** Whether it is a secret of the application that is good now. */
    public boolean isSecret(Application application, String secret) {
        String given = RandomTokens.hash(secret);
        return database
                .withConnection(sql -> sql.query(
                        "select hash from oauth_secret where application_id = ? and (expires is null or expires > ?)",
                        row -> row.getString(1),
                        application.id(),
                        now()))
                .stream()
                .anyMatch(hash -> RandomTokens.areEqual(given, hash));
    }

    private void addSecret(Sql sql, long application, String secret) throws SQLException {
        sql.update(
                "insert into oauth_secret (application_id, hash, created) values (?, ?, ?)",
                application,
                RandomTokens.hash(secret),
                now());
    }

    private static @Nullable Long userId(Application.Owner owner) {
        return owner instanceof Application.Owner.UserOwner(long id) ? id : null;
    }

    private static @Nullable Long organizationId(Application.Owner owner) {
        return owner instanceof Application.Owner.OrganizationOwner(long id) ? id : null;
    }

    private static String text(String list) {
        return String.join(" ", ApplicationForm.list(list));
    }

    /** Letters and digits, as the reference has them: some programs take nothing else. */
    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    static Application read(ResultSet row) throws SQLException {
        Long user = Sql.nullableLong(row, "user_id");
        return new Application(
                row.getLong("id"),
                row.getString("client_id"),
                row.getString("name"),
                user != null
                        ? new Application.Owner.UserOwner(user)
                        : new Application.Owner.OrganizationOwner(row.getLong("org_id")),
                row.getBoolean("public"),
                ApplicationForm.list(row.getString("redirect_uris")),
                ApplicationForm.list(row.getString("post_logout_redirect_uris")),
                ApplicationForm.list(row.getString("allowed_origins")),
                row.getBoolean("skip_consent"),
                row.getInt("version"),
                row.getLong("created"));
    }

    private long now() {
        return clock.instant().getEpochSecond();
    }
}
