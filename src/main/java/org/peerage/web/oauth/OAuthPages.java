package org.peerage.web.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** The pages below {@code /oauth2/}. */
public final class OAuthPages {
    private final AuthorizePages authorize = new AuthorizePages();
    private final ApplicationPages applications = new ApplicationPages();
    private final AccessPages access = new AccessPages();
    private final LogoutPages logout = new LogoutPages();

    public PageResponse answer(PageRequest request) {
        return switch (request.pathSegment(1)) {
            case "authorize" -> authorize.answer(request);
            case "applications" -> applications.answer(request);
            case "authorized_tokens" -> access.answer(request);
            case "logout" -> logout.answer(request);
            default -> new PageResponse.NotFoundResponse();
        };
    }

    /** Parameters of the request that a form carries on, as they came. */
    static Map<String, String> carried(PageRequest request, List<String> names) {
        Map<String, String> carried = new LinkedHashMap<>();
        for (String name : names) {
            if (request.has(name)) {
                carried.put(name, request.rawValue(name));
            }
        }
        return carried;
    }

    /**
     * Whether a POST may come from anywhere, for it does nothing but ask: OpenID Connect lets applications send requests so.
     */
    public static boolean isForeignRequest(PageRequest request) {
        return Set.of("authorize", "logout").contains(request.pathSegment(1))
                && request.pathSegment(0).equals("oauth2")
                && AuthorizePages.isPostedRequest(request);
    }
}
