package org.peerage.web.people;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.Texts;

/**
 * A form that was sent after its session had ended: it is kept in the pages on which its sender signs in again, and can
 * be sent from there as it was. No server remembers it. Only a browser's word that one of our own pages sent it makes
 * it one to keep; forms from elsewhere stay refused.
 *
 * @param url where it was sent to; empty: there is none
 */
public record KeptForm(String url, List<Field> fields) {
    private static final String PREFIX = "kept.";
    private static final String URL = "kept-to";
    private static final KeptForm NONE = new KeptForm("", List.of());

    /** Forms of those who are not signed in: their pages say themselves what to do. */
    private static final Set<String> WITHOUT_SESSION = Set.of(
            "account", "login", "logout", "register", "verify", "reset-password", "username-retrieve", "first-admin");

    public KeptForm {
        fields = List.copyOf(fields);
    }

    /** A value of the form; a name may come several times. */
    public record Field(String name, String value) {
        /** As what it goes along with the form that signs in. */
        public String keptName() {
            return PREFIX + name;
        }
    }

    public boolean isEmpty() {
        return url.isEmpty();
    }

    /** The answer to a form whose token is not right, if it is one to be kept. */
    public static Optional<PageResponse> answer(PageRequest request) {
        boolean ours = request.isPost()
                && request.isFromThisSite()
                && request.has("csrfmiddlewaretoken")
                && !WITHOUT_SESSION.contains(request.pathSegment(0).toLowerCase(Locale.ROOT));
        if (!ours) {
            return Optional.empty();
        }
        KeptForm kept = new KeptForm(request.currentUrl(), sent(request));
        return Optional.of(
                request.user().isPresent()
                        ? kept.again(request)
                        : LoginPages.form(request, 403, Texts.text("kept.signIn"), kept));
    }

    /** The form that a page for signing in carries along: in a form with a token only, for a link may be anybody's. */
    static KeptForm carried(PageRequest request) {
        if (!request.isPost()) {
            return NONE;
        }
        String url = request.value(URL);
        boolean ours = url.startsWith("/") && !url.startsWith("//") && url.indexOf('\\') < 0;
        if (!ours) {
            return NONE;
        }
        List<Field> fields = new ArrayList<>();
        for (String name : request.names()) {
            if (name.startsWith(PREFIX)) {
                String own = name.substring(PREFIX.length());
                request.values(name).forEach(value -> fields.add(new Field(own, value)));
            }
        }
        return new KeptForm(url, fields);
    }

    /** The page from which it can be sent once more. */
    PageResponse again(PageRequest request) {
        return PageResponse.TemplateResponse.of(
                "people/resume.jte", Map.of("shell", request.frame(Texts.text("kept.title")), "kept", this));
    }

    /** Where to go after signing in: on with the form, or to where the page says. */
    static PageResponse afterSignIn(PageRequest request) {
        KeptForm kept = carried(request);
        return kept.isEmpty() ? new PageResponse.Redirect(LoginGuard.nextUrl(request)) : kept.again(request);
    }

    /** All but the token, and passwords, which no page repeats. */
    private static List<Field> sent(PageRequest request) {
        List<Field> fields = new ArrayList<>();
        for (String name : request.names()) {
            if (!name.equals("csrfmiddlewaretoken") && !name.contains("password")) {
                request.values(name).forEach(value -> fields.add(new Field(name, value)));
            }
        }
        return fields;
    }
}
