package org.peerage.web.page;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.access.limits.RateLimited;
import org.peerage.accounts.RandomTokens;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.factors.RelyingParty;
import org.peerage.accounts.people.KnownDevices;
import org.peerage.accounts.people.Session;
import org.peerage.accounts.people.UserAgents;
import org.peerage.api.ApiRequest;
import org.peerage.api.Cookies;
import org.peerage.api.SetCookie;
import org.peerage.api.WireResponse;
import org.peerage.api.responses.ContentNegotiation;
import org.peerage.i18n.Languages;
import org.peerage.i18n.Messages;
import org.peerage.search.Search;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** One request of a browser: who it is, what it sends, and the state of the registry that answers it. */
public final class PageRequest {
    private static final String SESSION_COOKIE = "peerage_session";
    private static final String CSRF_COOKIE = "peerage_form";
    private static final String KNOWN_DEVICE_COOKIE = "peerage_known";
    private static final String LANGUAGE_COOKIE = "django_language";
    private static final Duration LANGUAGE_TTL = Duration.ofDays(365);
    // Browsers take a cookie of such a name from this host alone, over TLS, for all its paths.
    private static final String HOST_ONLY = "__Host-";

    /** Bytes of what a form sends, files and all. */
    public static final int MAX_FORM_BYTES = 2 * 1024 * 1024;

    private final PageServices services;
    private final ApiRequest request;
    private final WireResponse response;
    private final FormParameters parameters;
    private final Snapshot snapshot;
    private final @Nullable PastView moment;
    private final @Nullable Session session;
    private final @Nullable UserAccount user;
    private final Caller caller;
    private @Nullable String formWord;
    private @Nullable String newCsrf;
    private @Nullable UserAccount newUser;

    /** What became of reading a form. */
    public enum FormState {
        READ,
        TOO_LARGE,
        MALFORMED
    }

    private PageRequest(PageRequest request, Caller caller, Snapshot snapshot, @Nullable PastView moment) {
        this.services = request.services;
        this.request = request.request;
        this.response = request.response;
        this.parameters = request.parameters;
        this.snapshot = snapshot;
        this.moment = moment;
        this.session = request.session;
        this.user = request.user;
        this.caller = caller;
        this.formWord = request.formWord;
    }

    public PageRequest(PageServices site, ApiRequest request) {
        this.services = site;
        this.request = request;
        this.response = new WireResponse();
        this.parameters = new FormParameters();
        this.snapshot = site.snapshots().get();
        this.moment = null;
        Session found = cookie(SESSION_COOKIE)
                .filter(secret -> secret.length() == 43)
                .flatMap(site.sessions()::find)
                .orElse(null);
        Optional<UserAccount> known =
                found == null ? Optional.empty() : site.accounts().current().user(found.userId());
        this.user = known.filter(UserAccount::active).orElse(null);
        this.session = user == null ? null : found;
        this.caller = user == null
                ? Caller.anonymous()
                : site.authenticator().ofUser(user.id()).orElseGet(Caller::anonymous);
        request.cameFrom(caller);
    }

    public PageServices services() {
        return services;
    }

    /** What is sent back; for headers. */
    public WireResponse response() {
        return response;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public Caller caller() {
        return caller;
    }

    /** The same visit by somebody else: of whom the credentials in the request's head are. */
    PageRequest withCaller(Caller other) {
        return new PageRequest(this, other, snapshot, moment);
    }

    /** The same visit to the registry as it was. */
    public PageRequest inThePast(Snapshot then) {
        String query = request.parameters().with("at", null);
        return new PageRequest(
                this,
                caller,
                then,
                PastView.of(then, request.rawPath(), request.rawPath() + (query.isEmpty() ? "" : "?" + query)));
    }

    /** Whether the registry is shown as it was; then nothing can be done to it. */
    public boolean isPast() {
        return moment != null;
    }

    /** The version of the past that is shown; empty: the present. */
    Optional<String> pastVersion() {
        return Optional.ofNullable(moment).map(PastView::version);
    }

    /** Finds by words what the visitor sees: the index knows the present only, of the past rows are looked through. */
    public Search search() {
        return isPast() ? Search.withoutIndex() : services.search();
    }

    /** The request as the API reads it. */
    ApiRequest apiRequest() {
        return request;
    }

    public Visibility visibility() {
        return caller.visibility();
    }

    public Optional<UserAccount> user() {
        return Optional.ofNullable(user);
    }

    public Optional<Session> session() {
        return Optional.ofNullable(session);
    }

    public boolean isGet() {
        return request.method().equals("GET");
    }

    public boolean isPost() {
        return request.method().equals("POST");
    }

    /** Whether it asks for something to go, by the method. */
    public boolean isDelete() {
        return request.method().equals("DELETE");
    }

    public String path() {
        return request.path();
    }

    /** The path as it was sent. */
    public String rawPath() {
        return request.rawPath();
    }

    /** The query as it was sent; empty where there is none. */
    public String query() {
        return Objects.requireNonNullElse(request.query(), "");
    }

    /** The address that was asked for, with its query. */
    public String currentUrl() {
        return query().isEmpty() ? request.rawPath() : request.rawPath() + "?" + query();
    }

    /** To the page where people sign in, and from there back to what was asked for. */
    public PageResponse loginRedirect() {
        String next = URLEncoder.encode(currentUrl(), StandardCharsets.UTF_8).replace("%2F", "/");
        return new PageResponse.Redirect(isPost() ? 303 : 302, "/account/login/?next=" + next);
    }

    /** One part of the path: of {@code /net/12}, {@code net} is part 0 and {@code 12} part 1; empty where it has fewer. */
    public String pathSegment(int index) {
        String[] parts = path().substring(1).split("/", -1);
        return index < parts.length ? parts[index] : "";
    }

    /** A value of the query or form, without spaces around it; empty where there is none. */
    public String value(String name) {
        return rawValue(name).strip();
    }

    /** The same as it came: for passwords. */
    public String rawValue(String name) {
        return parameters.first(name);
    }

    /** All values of that name as they came, however long; empty where there is none. */
    public List<String> values(String name) {
        return parameters.all(name);
    }

    /** A file of a form; empty where there is none, or it has more bytes than that. */
    public Optional<byte[]> upload(String name, int maxBytes) {
        return parameters.file(name, maxBytes);
    }

    /** Takes in the query, and the body if it is a form; what the query says comes first. */
    public FormState readForm() {
        return parameters.read(request, isPost() || isDelete());
    }

    /** What was sent, if it is no form; empty where it has more bytes than that, or cannot be read. */
    public Optional<byte[]> readBody(int maxBytes) {
        try {
            byte[] body =
                    request.contentLength() > maxBytes ? null : request.body().readNBytes(maxBytes + 1);
            return Optional.ofNullable(body).filter(bytes -> bytes.length <= maxBytes);
        } catch (IOException unread) {
            return Optional.empty();
        }
    }

    /** Whether a program sends JSON with credentials of its own, which no page of another site can make a browser do. */
    public boolean isOfProgram() {
        String type = Objects.requireNonNullElse(request.header("Content-Type"), "");
        return request.header("Authorization") != null && type.startsWith("application/json");
    }

    /** Whether a script asks for the part of a page that it puts into the one that is shown. */
    public boolean wantsFragment() {
        return "1".equals(request.header("X-Fragment"));
    }

    public boolean has(String name) {
        return parameters.has(name);
    }

    public Iterable<String> names() {
        return parameters.names();
    }

    /** From where the request comes. */
    public String ipAddress() {
        return request.remoteAddress();
    }

    /** What passkeys are bound to: the site's address, or, where none is set, the address that was asked. */
    public RelyingParty relyingParty() {
        if (!services.url().isEmpty()) {
            URI own = URI.create(services.url());
            return new RelyingParty(Objects.requireNonNullElse(own.getHost(), ""), services.url());
        }
        String host = Objects.requireNonNullElse(request.header("Host"), "localhost");
        URI asked = URI.create(request.scheme() + "://" + host);
        return new RelyingParty(Objects.requireNonNullElse(asked.getHost(), ""), asked.toString());
    }

    /** The page that the visitor came from; empty: not told. */
    public String referrer() {
        return Objects.requireNonNullElse(request.header("Referer"), "");
    }

    public String userAgent() {
        return Objects.requireNonNullElse(request.header("User-Agent"), "");
    }

    /** Tags of what the client has already; empty: of nothing. */
    public String ifNoneMatch() {
        return Objects.requireNonNullElse(request.header("If-None-Match"), "");
    }

    /** Whether a program asks, which reads JSON, not a browser that shows pages. */
    public boolean wantsJson() {
        return accept().startsWith("application/json");
    }

    /** Which types of answers the client takes; empty where it does not say. */
    public String accept() {
        return Objects.requireNonNullElse(request.header("Accept"), "");
    }

    /** Whether the client has an answer of that entity tag already. */
    public boolean knows(String entityTag) {
        String known = ifNoneMatch();
        return known.equals("*") || known.contains(entityTag);
    }

    public boolean acceptsGzip() {
        return ContentNegotiation.gzip(request.header("Accept-Encoding"));
    }

    /** The address of this site, for links that leave it. */
    public String siteUrl() {
        return services.url().isEmpty() ? request.localOrigin() : services.url();
    }

    /**
     * The language of this page (docs/spec/operations.md §10): as chosen, or as the browser asks for it. What programs
     * read is English.
     */
    public Messages messages() {
        if (wantsJson()) {
            return Languages.english();
        }
        return cookie(LANGUAGE_COOKIE)
                .flatMap(Languages::of)
                .or(() -> user().map(UserAccount::language).flatMap(Languages::of))
                .or(() -> Languages.ofHeader(request.header("Accept-Language")))
                .orElseGet(Languages::english);
    }

    /** Remembers which language this browser's pages shall have, and mails to who is signed in. */
    public void setLanguage(Messages language) {
        user().ifPresent(account ->
                services.accounts().change(store -> store.setLanguage(account.id(), language.tag())));
        setCookie(LANGUAGE_COOKIE, language.tag(), LANGUAGE_TTL);
    }

    /** Where a form says to go on; an address of ours only, else {@code otherwise}. */
    public String nextUrl(String otherwise) {
        String next = value("next");
        boolean ours = next.startsWith("/")
                && !next.startsWith("//")
                && next.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\');
        return ours ? next : otherwise;
    }

    public PageFrame frame(String title) {
        return new PageFrame(
                title,
                csrfToken(),
                newUser != null ? newUser : user,
                user().map(known -> OwnOrganization.of(
                                known, caller, isPast() ? services.snapshots().get() : snapshot))
                        .orElse(List.of()),
                path().equals("/search") ? value("q") : "",
                isPost() ? "/" : currentUrl(),
                siteUrl(),
                services.settings().banner(),
                services.settings().get(SiteSettings.Setting.BANNER_SEVERITY),
                Theme.of(this),
                PageHead.of(query().isEmpty() ? path() : ""),
                moment);
    }

    /** The word that forms carry: of the session, or, before there is one, of a cookie. */
    public String csrfToken() {
        if (newCsrf != null) {
            return newCsrf;
        }
        if (session != null) {
            return session.csrf();
        }
        if (formWord == null) {
            formWord = cookie(CSRF_COOKIE).filter(token -> token.length() == 43).orElseGet(() -> {
                String token = RandomTokens.generate();
                setCookie(CSRF_COOKIE, token, Duration.ZERO);
                return token;
            });
        }
        return formWord;
    }

    /** Whether a browser says that another site made it send this. */
    public boolean isFromElsewhere() {
        String from = request.header("Sec-Fetch-Site");
        return from != null && !from.equals("same-origin") && !from.equals("none");
    }

    /** Whether a browser says that one of our own pages made it send this. */
    public boolean isFromThisSite() {
        String from = request.header("Sec-Fetch-Site");
        String origin = request.header("Origin");
        String host = request.header("Host");
        return from != null
                ? from.equals("same-origin")
                : origin != null && (origin.equals(services.url()) || origin.equals(request.scheme() + "://" + host));
    }

    /** Whether a form is one of ours, sent from one of our pages. */
    public boolean hasValidCsrfToken() {
        String header = request.header("X-CSRFToken");
        String token = header != null ? header : rawValue("csrfmiddlewaretoken");
        String expected = session != null ? session.csrf() : cookie(CSRF_COOKIE).orElse("");
        return !isFromElsewhere() && !expected.isEmpty() && RandomTokens.areEqual(token, expected);
    }

    /** Whether the person showed within the last quarter of an hour that it is them. */
    public boolean isPasswordConfirmed() {
        return session != null && services.sessions().isConfirmed(session);
    }

    /** Notes that the person showed again that it is them. */
    public void markPasswordConfirmed() {
        if (session != null) {
            services.sessions().confirm(session);
        }
    }

    public void signIn(UserAccount account, boolean remember) {
        signIn(account, remember, "sign in", "pwd");
    }

    /**
     * Starts a session in place of the one that there may be.
     *
     * @param how for the record
     * @param amr the same for applications, words of RFC 8176 parted by blanks
     */
    public void signIn(UserAccount account, boolean remember, String how, String amr) {
        if (session != null) {
            services.sessions().end(session.userId(), session.id());
        }
        var started = services.sessions().start(account.id(), ipAddress(), userAgent(), remember, amr);
        newCsrf = started.csrf();
        newUser = account;
        setCookie(SESSION_COOKIE, started.secret(), remember ? started.maxAge() : Duration.ZERO);
        services.auditLog()
                .record(
                        "user:" + account.id(),
                        how,
                        "user:" + account.id(),
                        UserAgents.inWords(userAgent(), Languages.english()),
                        ipAddress());
        noteDevice(account);
    }

    /** Counts a write that no form asked for, such as a preview; forms are counted before they come to a page. */
    public Optional<RateLimited> admitWrite() {
        return isPost() ? Optional.empty() : services.rateLimiter().admitWrite(caller, ipAddress());
    }

    /**
     * Ends a person's sessions, and forgets the browsers that they have signed in with, but for this one.
     *
     * @param but the session that stays; empty: none does
     */
    public void endSessions(long user, String but) {
        services.sessions().endAll(user, but);
        services.people().knownDevices().forgetOthers(user, cookie(KNOWN_DEVICE_COOKIE), userAgent(), ipAddress());
    }

    /** Tells a person of a sign-in with a browser that they have not used before. */
    private void noteDevice(UserAccount account) {
        KnownDevices.Recognition device = services.people()
                .knownDevices()
                .recognize(account.id(), cookie(KNOWN_DEVICE_COOKIE), userAgent(), ipAddress());
        setCookie(KNOWN_DEVICE_COOKIE, device.secret(), KnownDevices.TTL);
        if (device.isNew()) {
            services.people().notifyOfDevice(account, siteUrl(), userAgent(), ipAddress());
        }
    }

    public void signOut() {
        if (session != null) {
            services.sessions().end(session.userId(), session.id());
        }
        deleteCookie(SESSION_COOKIE);
    }

    /** Takes a cookie back. */
    public void deleteCookie(String name) {
        setCookie(name, "", Duration.ofSeconds(-1));
    }

    /** Gives the browser a cookie; without a duration, until it is closed. */
    public void setCookie(String name, String value, Duration maxAge) {
        response.add(SetCookie.HEADER, new SetCookie(cookieName(name), value, maxAge, isSecure()).header());
    }

    private boolean isSecure() {
        return request.scheme().equals("https") || services.url().startsWith("https:");
    }

    private String cookieName(String name) {
        return isSecure() ? HOST_ONLY + name : name;
    }

    /** The value of a cookie of ours. */
    public Optional<String> cookie(String name) {
        return Cookies.value(request.header("Cookie"), cookieName(name));
    }
}
