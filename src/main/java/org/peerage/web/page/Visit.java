package org.peerage.web.page;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.peerage.access.Caller;
import org.peerage.access.UserAccount;
import org.peerage.accounts.Browsers;
import org.peerage.accounts.RelyingParty;
import org.peerage.accounts.Secrets;
import org.peerage.accounts.Session;
import org.peerage.accounts.SiteSettings;
import org.peerage.api.Accepted;
import org.peerage.api.Asked;
import org.peerage.api.Cookies;
import org.peerage.api.Outgoing;
import org.peerage.api.Parameters;
import org.peerage.api.SetCookie;
import org.peerage.snapshot.Snapshot;
import org.peerage.snapshot.Visibility;

/** One request of a browser: who it is, what it sends, and the state of the registry that answers it. */
public final class Visit {
    private static final String SESSION = "peerage_session";
    private static final String FORM = "peerage_form";
    // Browsers take a cookie of such a name from this host alone, over TLS, for all its paths.
    private static final String HOST_ONLY = "__Host-";
    private static final int LONGEST_VALUE = 20_000;

    private final Site site;
    /** Bytes of what a form sends, files and all. */
    public static final int LARGEST_FORM = 2 * 1024 * 1024;

    /** Permissions of an organization with thousands of objects are one form. */
    private static final int MAX_PARAMETERS = 50_000;

    private final Asked request;
    private final Outgoing response;
    private final Map<String, List<String>> parameters;
    private final Map<String, byte[]> files;
    private final Snapshot snapshot;
    private final @Nullable Session session;
    private final @Nullable UserAccount user;
    private final Caller caller;
    private @Nullable String formWord;

    /** What became of reading a form. */
    public enum FormState {
        READ,
        TOO_LARGE,
        MALFORMED
    }

    private Visit(Visit visit, Caller caller) {
        this.site = visit.site;
        this.request = visit.request;
        this.response = visit.response;
        this.parameters = visit.parameters;
        this.files = visit.files;
        this.snapshot = visit.snapshot;
        this.session = visit.session;
        this.user = visit.user;
        this.caller = caller;
        this.formWord = visit.formWord;
    }

    public Visit(Site site, Asked request) {
        this.site = site;
        this.request = request;
        this.response = new Outgoing();
        this.parameters = new LinkedHashMap<>();
        this.files = new LinkedHashMap<>();
        this.snapshot = site.registry().get();
        Session found = cookie(SESSION)
                .filter(secret -> secret.length() == 43)
                .flatMap(site.sessions()::find)
                .orElse(null);
        Optional<UserAccount> known =
                found == null ? Optional.empty() : site.accounts().current().user(found.userId());
        this.user = known.filter(UserAccount::active).orElse(null);
        this.session = user == null ? null : found;
        this.caller = user == null
                ? Caller.anonymous()
                : site.callers().ofUser(user.id()).orElseGet(Caller::anonymous);
    }

    public Site site() {
        return site;
    }

    /** What is sent back; for headers. */
    public Outgoing response() {
        return response;
    }

    public Snapshot snapshot() {
        return snapshot;
    }

    public Caller caller() {
        return caller;
    }

    /** The same visit by somebody else: of whom the credentials in the request's head are. */
    Visit by(Caller other) {
        return new Visit(this, other);
    }

    /** The request as the API reads it. */
    Asked asked() {
        return request;
    }

    public Visibility sight() {
        return caller.visibility();
    }

    public Optional<UserAccount> user() {
        return Optional.ofNullable(user);
    }

    public Optional<Session> session() {
        return Optional.ofNullable(session);
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

    /** The query as it was sent; empty where there is none. */
    public String query() {
        return Objects.requireNonNullElse(request.query(), "");
    }

    /** The address that was asked for, with its query. */
    public String here() {
        return query().isEmpty() ? request.rawPath() : request.rawPath() + "?" + query();
    }

    /** To the page where people sign in, and from there back to what was asked for. */
    public Reply signInFirst() {
        String next = URLEncoder.encode(here(), StandardCharsets.UTF_8).replace("%2F", "/");
        return new Reply.Redirect(isPost() ? 303 : 302, "/account/login/?next=" + next);
    }

    /** One part of the path: of {@code /net/12}, {@code net} is part 0 and {@code 12} part 1; empty where it has fewer. */
    public String part(int index) {
        String[] parts = path().substring(1).split("/", -1);
        return index < parts.length ? parts[index] : "";
    }

    /** A value of the query or form, without blanks around it; empty where there is none. */
    public String value(String name) {
        return raw(name).strip();
    }

    /** The same as it came: for passwords. */
    public String raw(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        return values.isEmpty() || values.getFirst().length() > LONGEST_VALUE ? "" : values.getFirst();
    }

    /** All values of that name as they came, however long; empty where there is none. */
    public List<String> values(String name) {
        return List.copyOf(parameters.getOrDefault(name, List.of()));
    }

    /** A file of a form; empty where there is none, or it has more bytes than that. */
    public Optional<byte[]> upload(String name, int most) {
        return Optional.ofNullable(files.get(name)).filter(content -> content.length > 0 && content.length <= most);
    }

    /** Takes in the query, and the body if it is a form; what the query says comes first. */
    public FormState readForm() {
        String query = request.query();
        if (query != null) {
            Parameters.forEach(query, this::add);
        }
        if (!isPost() && !isDelete()) {
            return FormState.READ;
        }
        if (request.contentLength() > LARGEST_FORM) {
            return FormState.TOO_LARGE;
        }
        String type =
                Objects.requireNonNullElse(request.header("Content-Type"), "").toLowerCase(Locale.ROOT);
        try {
            if (type.startsWith("multipart/form-data")) {
                return multipart(request.form(LARGEST_FORM));
            }
            return type.startsWith("application/x-www-form-urlencoded") ? urlEncoded() : FormState.READ;
        } catch (IOException unread) {
            return FormState.MALFORMED;
        }
    }

    private FormState urlEncoded() throws IOException {
        byte[] body = request.body().readNBytes(LARGEST_FORM + 1);
        if (body.length > LARGEST_FORM) {
            return FormState.TOO_LARGE;
        }
        if (Parameters.count(body) > MAX_PARAMETERS) {
            return FormState.TOO_LARGE;
        }
        // Browsers send forms in the encoding of the page, and don't say so.
        Parameters.forEach(new String(body, StandardCharsets.UTF_8), this::add);
        return FormState.READ;
    }

    private FormState multipart(Asked.Form form) {
        return switch (form) {
            case Asked.Form.TooLarge tooLarge -> FormState.TOO_LARGE;
            case Asked.Form.Malformed malformed -> FormState.MALFORMED;
            case Asked.Form.Fields(List<Asked.FormField> fields, List<Asked.FormFile> sent) -> {
                fields.forEach(field -> add(field.name(), field.value()));
                sent.forEach(file -> files.put(file.name(), file.content()));
                yield FormState.READ;
            }
        };
    }

    private void add(String name, String value) {
        parameters.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }

    /** Whether a script asks for the part of a page that it puts into the one that is shown. */
    public boolean wantsFragment() {
        return "1".equals(request.header("X-Fragment"));
    }

    public boolean has(String name) {
        return parameters.containsKey(name);
    }

    public Iterable<String> names() {
        return List.copyOf(parameters.keySet());
    }

    /** From where the request comes. */
    public String address() {
        return request.remoteAddress();
    }

    /** What passkeys are bound to: the site's address, or, where none is set, the address that was asked. */
    public RelyingParty relyingParty() {
        if (!site.address().isEmpty()) {
            URI own = URI.create(site.address());
            return new RelyingParty(Objects.requireNonNullElse(own.getHost(), ""), site.address());
        }
        String host = Objects.requireNonNullElse(request.header("Host"), "localhost");
        URI asked = URI.create(request.scheme() + "://" + host);
        return new RelyingParty(Objects.requireNonNullElse(asked.getHost(), ""), asked.toString());
    }

    public String agent() {
        return Objects.requireNonNullElse(request.header("User-Agent"), "");
    }

    /** Whether a program asks, which reads JSON, not a browser that shows pages. */
    public boolean wantsJson() {
        String accept = Objects.requireNonNullElse(request.header("Accept"), "");
        return accept.startsWith("application/json");
    }

    public boolean acceptsGzip() {
        return Accepted.gzip(request.header("Accept-Encoding"));
    }

    /** The address of this site, for links that leave it. */
    public String siteAddress() {
        return site.address().isEmpty() ? request.localOrigin() : site.address();
    }

    public Shell shell(String title) {
        return new Shell(
                title,
                csrf(),
                user,
                path().equals("/search") ? value("q") : "",
                site.settings().get(SiteSettings.Setting.BANNER));
    }

    /** The word that forms carry: of the session, or, before there is one, of a cookie. */
    public String csrf() {
        if (session != null) {
            return session.csrf();
        }
        if (formWord == null) {
            formWord = cookie(FORM).filter(word -> word.length() == 43).orElseGet(() -> {
                String word = Secrets.make();
                set(FORM, word, Duration.ZERO);
                return word;
            });
        }
        return formWord;
    }

    /** Whether a form is one of ours, sent from one of our pages. */
    public boolean isOurForm() {
        String from = request.header("Sec-Fetch-Site");
        boolean foreign = from != null && !from.equals("same-origin") && !from.equals("none");
        String header = request.header("X-CSRFToken");
        String word = header != null ? header : raw("csrfmiddlewaretoken");
        String expected = session != null ? session.csrf() : cookie(FORM).orElse("");
        return !foreign && !expected.isEmpty() && Secrets.same(word, expected);
    }

    /** Whether the person showed within the last quarter of an hour that it is them. */
    public boolean isConfirmed() {
        return session != null && site.sessions().isConfirmed(session);
    }

    /** Notes that the person showed again that it is them. */
    public void confirm() {
        if (session != null) {
            site.sessions().confirm(session);
        }
    }

    public void signIn(UserAccount account, boolean remember) {
        signIn(account, remember, "sign in");
    }

    /** Starts a session in place of the one that there may be; {@code how} is for the record. */
    public void signIn(UserAccount account, boolean remember, String how) {
        if (session != null) {
            site.sessions().end(session.userId(), session.id());
        }
        var started = site.sessions().start(account.id(), address(), agent(), remember);
        set(SESSION, started.secret(), remember ? started.lasts() : Duration.ZERO);
        site.audit().note("user:" + account.id(), how, "user:" + account.id(), Browsers.inWords(agent()), address());
    }

    public void signOut() {
        if (session != null) {
            site.sessions().end(session.userId(), session.id());
        }
        drop(SESSION);
    }

    /** Takes a cookie back. */
    public void drop(String name) {
        set(name, "", Duration.ofSeconds(-1));
    }

    /** Gives the browser a cookie; without a duration, until it is closed. */
    public void set(String name, String value, Duration lasts) {
        response.add(SetCookie.HEADER, new SetCookie(cookieName(name), value, lasts, isSecure()).header());
    }

    private boolean isSecure() {
        return request.scheme().equals("https") || site.address().startsWith("https:");
    }

    private String cookieName(String name) {
        return isSecure() ? HOST_ONLY + name : name;
    }

    /** The value of a cookie of ours. */
    public Optional<String> cookie(String name) {
        return Cookies.value(request.header("Cookie"), cookieName(name));
    }
}
