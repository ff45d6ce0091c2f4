package org.peerage.web.imports;

import static org.peerage.web.page.Texts.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.peerage.ixf.FeedHeader;
import org.peerage.ixf.FeedKey;
import org.peerage.ixf.FeedSettingsStore;
import org.peerage.ixf.Importer;
import org.peerage.registry.types.Ix;
import org.peerage.schema.Row;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageRequest;
import org.peerage.web.page.PageResponse;

/** What an exchange says of its feed, beside where it is (docs/spec/ixf.md §11.1): {@code /ix/<id>/imports/settings}. */
final class FeedSettingsPages {
    static final String HEADER_NAME = "header_name";

    static final String KEY = "public_key";

    /** That its reader saw. */
    static final String HEADER_URL = "header_url";

    /** As forms of passwords call it, so that no page repeats it: also those on which somebody signs in again. */
    static final String HEADER_VALUE = "header_password";

    private FeedSettingsPages() {}

    /** Of an exchange that the caller may change. */
    static PageResponse show(PageRequest request, Row exchange, Row lan) {
        FeedSettingsStore store = request.services().importer().store().settings();
        if (!request.isPost()) {
            return page(
                    request,
                    exchange,
                    lan,
                    200,
                    FeedSettingsForm.of(store.of(lan.id())),
                    Problems.NONE,
                    Optional.empty());
        }
        if (request.has("header") || request.has("no_header")) {
            return header(request, exchange, lan);
        }
        if (request.has("key") || request.has("no_key")) {
            return key(request, exchange, lan);
        }
        FeedSettingsForm form = FeedSettingsForm.of(request);
        if (!form.errors().isEmpty()) {
            return page(request, exchange, lan, 400, form, Problems.NONE, Optional.empty());
        }
        if (request.has("preview")) {
            var tooMany = request.services().rateLimiter().admitIxfPreview(request.ipAddress());
            if (tooMany.isPresent()) {
                return PageRenderer.tooMany(request, tooMany.get());
            }
            return page(
                    request,
                    exchange,
                    lan,
                    200,
                    form,
                    Problems.NONE,
                    Optional.of(PreviewView.of(importer(request).ifSettings(lan, form.settings()))));
        }
        store.save(lan.id(), form.settings(), change(request, exchange));
        return new PageResponse.Redirect(url(exchange) + "?done=saved");
    }

    private static PageResponse header(PageRequest request, Row exchange, Row lan) {
        FeedSettingsStore store = request.services().importer().store().settings();
        if (request.has("no_header")) {
            boolean _ = store.removeHeader(lan.id(), change(request, exchange));
            return new PageResponse.Redirect(url(exchange) + "?done=header-removed");
        }
        FeedHeader.Entered entered = new FeedHeader.Entered(
                request.value(HEADER_NAME), request.value(HEADER_VALUE), request.value(HEADER_URL));
        String problem = headerProblem(importer(request), lan, entered);
        if (!problem.isEmpty()) {
            return page(
                    request,
                    exchange,
                    lan,
                    400,
                    FeedSettingsForm.of(store.of(lan.id())),
                    new Problems(text("ixf.settings.error." + problem), ""),
                    Optional.empty());
        }
        store.setHeader(lan.id(), entered.header(), change(request, exchange));
        return new PageResponse.Redirect(url(exchange) + "?done=header-saved");
    }

    private static PageResponse key(PageRequest request, Row exchange, Row lan) {
        FeedSettingsStore store = request.services().importer().store().settings();
        if (request.has("no_key")) {
            boolean _ = store.removeKey(lan.id(), change(request, exchange));
            return new PageResponse.Redirect(url(exchange) + "?done=key-removed");
        }
        String typed = request.value(KEY);
        String problem = FeedKey.problem(typed);
        if (!problem.isEmpty()) {
            return page(
                    request,
                    exchange,
                    lan,
                    400,
                    FeedSettingsForm.of(store.of(lan.id())),
                    new Problems("", text("ixf.settings.error." + problem)),
                    Optional.empty());
        }
        store.pinKey(lan.id(), FeedKey.of(typed).orElseThrow(), change(request, exchange));
        return new PageResponse.Redirect(url(exchange) + "?done=key-pinned");
    }

    /**
     * What is wrong beside the settings.
     *
     * @param header empty: nothing
     * @param key empty: nothing
     */
    private record Problems(String header, String key) {
        static final Problems NONE = new Problems("", "");
    }

    /** What is wrong with a header, as the last part of a message's key; empty: nothing. */
    static String headerProblem(Importer importer, Row lan, FeedHeader.Entered entered) {
        if (Importer.url(lan).isEmpty()) {
            return "noUrl";
        }
        if (!Importer.url(lan).equals(entered.url())) {
            return "otherUrl"; // somebody changes it while somebody else enters what was meant for the old one
        }
        if (!importer.mayBeSentSecrets(lan)) {
            return "plainHttp";
        }
        if (!FeedHeader.isName(entered.name())) {
            return "headerName";
        }
        return FeedHeader.isValue(entered.value()) ? "" : "headerValue";
    }

    static FeedSettingsStore.Change change(PageRequest request, Row exchange) {
        return new FeedSettingsStore.Change(exchange.id(), request.caller().actor(), request.ipAddress());
    }

    private static Importer importer(PageRequest request) {
        return request.services().importer();
    }

    private static String url(Row exchange) {
        return "/ix/" + exchange.id() + "/imports/settings";
    }

    private static PageResponse page(
            PageRequest request,
            Row exchange,
            Row lan,
            int status,
            FeedSettingsForm form,
            Problems problems,
            Optional<PreviewView> preview) {
        Map<String, Object> model = new HashMap<>();
        model.put("shell", request.frame(text("ixf.settings.title", exchange.get(Ix.NAME))));
        model.put("exchange", exchange.id());
        model.put("name", exchange.get(Ix.NAME));
        model.put("form", form);
        model.put("url", Importer.url(lan));
        model.put(
                "header", FeedHeaderView.of(importer(request).store().settings().knownHeader(lan.id()), lan));
        model.put(
                "key",
                FeedKeyView.of(
                        importer(request).store().settings().pinnedKey(lan.id()),
                        importer(request).store().feed(lan.id())));
        // What was typed as a name, or as a key, may be a secret, pasted into the wrong place.
        model.put("headerProblem", problems.header);
        model.put("keyProblem", problems.key);
        model.put("preview", preview);
        model.put("notice", done(request.value("done")));
        return new PageResponse.TemplateResponse(status, "imports/settings.jte", model);
    }

    private static String done(String what) {
        return switch (what) {
            case "saved" -> text("ixf.settings.saved");
            case "header-saved" -> text("ixf.settings.headerSaved");
            case "header-removed" -> text("ixf.settings.headerRemoved");
            case "key-pinned" -> text("ixf.settings.keyPinned");
            case "key-removed" -> text("ixf.settings.keyRemoved");
            default -> "";
        };
    }
}
