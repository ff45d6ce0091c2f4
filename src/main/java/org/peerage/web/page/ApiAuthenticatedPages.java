package org.peerage.web.page;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.peerage.api.AccessDecision;
import org.peerage.api.ApiResponse;
import org.peerage.api.ResponseBody;

/**
 * Programs at the addresses of pages: they come with a key or a password in the request's head, as at the API. A key
 * opens no page of a person's (sessions do), but a wrong one is refused wherever it is shown, as the reference does.
 */
public final class ApiAuthenticatedPages {
    private static final String API_KEY = "api-key";

    private ApiAuthenticatedPages() {}

    /** Pages that know whose key or password it is. */
    public static PageHandler of(PageHandler pages) {
        return request -> credentials(request).isEmpty() ? pages.answer(request) : admitted(request, pages, true);
    }

    /** Pages for people, at which a key means nothing, unless it is wrong. */
    static PageHandler refusingWrongKeys(PageHandler pages) {
        return request ->
                credentials(request).startsWith(API_KEY) ? admitted(request, pages, false) : pages.answer(request);
    }

    /** All of these, each refusing wrong keys. */
    public static Map<String, PageHandler> refusingWrongKeys(Map<String, PageHandler> pages) {
        Map<String, PageHandler> checked = new LinkedHashMap<>();
        pages.forEach((name, answering) -> checked.put(name, refusingWrongKeys(answering)));
        return Map.copyOf(checked);
    }

    private static String credentials(PageRequest request) {
        String header = request.apiRequest().header("Authorization");
        return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    }

    private static PageResponse admitted(PageRequest request, PageHandler pages, boolean asThem) {
        return switch (request.services().requestFilter().admit(request.apiRequest())) {
            case AccessDecision.Admitted admitted ->
                pages.answer(asThem ? request.withCaller(admitted.caller()) : request);
            case AccessDecision.Denied(ApiResponse response, boolean _) -> refused(response);
        };
    }

    private static PageResponse refused(ApiResponse response) {
        Map<String, String> headers = new LinkedHashMap<>(response.headers());
        String type = headers.getOrDefault("Content-Type", ApiResponse.JSON);
        headers.remove("Content-Type");
        byte[] bytes = response.body() instanceof ResponseBody.Bytes(byte[] content) ? content : new byte[0];
        return new PageResponse.BytesResponse(response.status(), type, bytes, headers);
    }
}
