package org.peerage.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.peerage.accounts.SiteSettings;
import org.peerage.registry.types.Net;
import org.peerage.registry.types.ObjectTypes;
import org.peerage.schema.ObjectType;
import org.peerage.web.changes.ChangesPages;
import org.peerage.web.changes.FollowPages;
import org.peerage.web.changes.UndoPages;
import org.peerage.web.data.DataPages;
import org.peerage.web.data.HealthAndRobots;
import org.peerage.web.export.ExportPages;
import org.peerage.web.imports.ImportEndpoints;
import org.peerage.web.oauth.OAuthPages;
import org.peerage.web.objects.ObjectPages;
import org.peerage.web.objects.ProposalPages;
import org.peerage.web.organizations.AffiliationPages;
import org.peerage.web.organizations.KeyEndpoints;
import org.peerage.web.organizations.OrganizationPanel;
import org.peerage.web.page.ApiAuthenticatedPages;
import org.peerage.web.page.LanguagePages;
import org.peerage.web.page.PageHandler;
import org.peerage.web.page.PageRenderer;
import org.peerage.web.page.PageResponse;
import org.peerage.web.page.PageServices;
import org.peerage.web.page.Texts;
import org.peerage.web.page.Theme;
import org.peerage.web.people.AccountPages;
import org.peerage.web.people.LoginPages;
import org.peerage.web.people.PasswordPages;
import org.peerage.web.people.PasswordResetPages;
import org.peerage.web.people.ProfilePages;
import org.peerage.web.people.SignUpPages;
import org.peerage.web.pick.PickPages;
import org.peerage.web.search.AdvancedPages;
import org.peerage.web.search.ComparePages;
import org.peerage.web.search.ExchangesByCountry;
import org.peerage.web.search.Exports;
import org.peerage.web.search.SearchPages;
import org.peerage.web.site.DocumentationPages;
import org.peerage.web.site.HomePages;
import org.peerage.web.site.SiteFiles;
import org.peerage.web.site.SitePages;
import org.peerage.web.site.StatisticsPages;
import org.peerage.web.staff.StaffPages;

/** Who answers which addresses (docs/spec/access.md §4), by the first part of the path. */
final class PageRoutes {
    private PageRoutes() {}

    /** By first part; the empty one is the front page. */
    static Map<String, PageHandler> all(PageServices site) {
        Map<String, PageHandler> pages = new LinkedHashMap<>();
        people(pages);
        organizations(pages);
        search(pages);
        objects(pages);
        pages.put("undo", new UndoPages()::show);
        FollowPages following = new FollowPages(site.follows(), site.tokens());
        pages.put("follow", following::stop);
        ProfilePages profile = new ProfilePages();
        pages.put(
                "profile",
                request -> request.pathSegment(1).equals("following")
                        ? following.ofPerson(request)
                        : profile.answer(request));
        ChangesPages changes = new ChangesPages();
        pages.put("changes", changes::ofRegistry);
        pages.put("changes.atom", changes::ofRegistry);
        for (ObjectType type : ObjectTypes.ALL) {
            String typeName = type.typeName();
            PageHandler object = Objects.requireNonNull(pages.get(typeName));
            pages.put(
                    typeName,
                    request -> ChangesPages.isAction(request.pathSegment(2))
                            ? changes.ofObject(request, typeName)
                            : object.answer(request));
        }
        pages.put("staff", new StaffPages()::show);
        SitePages texts = new SitePages();
        pages.put("about", texts::about);
        pages.put("aup", texts::rules);
        pages.put("sponsors", texts::sponsors);
        pages.put("stats", new StatisticsPages()::show);
        pages.put("theme", Theme::choose);
        pages.put("sitemap.xml", SiteFiles::sitemap);
        pages.put("sitemap", SiteFiles::sitemapPart);
        pages.put("favicon.ico", SiteFiles::icon);
        pages.put("opensearch.xml", SiteFiles::openSearch);
        pages.put(".well-known", SiteFiles::security);
        pages.put("i18n", LanguagePages::answer);
        pages.put("apidocs", new DocumentationPages()::show);
        return ApiAuthenticatedPages.refusingWrongKeys(pages);
    }

    private static void people(Map<String, PageHandler> pages) {
        SignUpPages signUp = new SignUpPages();
        PasswordResetPages forgotten = new PasswordResetPages();
        pages.put("account", new AccountPages()::answer);
        pages.put("register", whileSignUpIsOpen(signUp::register));
        pages.put("verify", signUp::verify);
        pages.put("first-admin", signUp::firstAdministrator);
        pages.put(
                "login",
                request -> new PageResponse.Redirect(
                        301, "/account/login/" + (request.query().isEmpty() ? "" : "?" + request.query())));
        pages.put("logout", LoginPages::signOut);
        pages.put("reset-password", forgotten::reset);
        pages.put("username-retrieve", forgotten::username);
        pages.put("change-password", new PasswordPages()::change);
        pages.put("oauth2", new OAuthPages()::answer);
        pages.put("verified-update", new ProposalPages()::answer);
    }

    private static PageHandler whileSignUpIsOpen(PageHandler register) {
        return request -> request.services().settings().isOn(SiteSettings.Setting.SIGN_UP)
                ? register.answer(request)
                : PageRenderer.message(
                        request, 403, Texts.text("signUp.closed.title"), Texts.text("signUp.closed.text"));
    }

    private static void organizations(Map<String, PageHandler> pages) {
        OrganizationPanel panel = new OrganizationPanel();
        KeyEndpoints endpoints = new KeyEndpoints();
        AffiliationPages affiliation = new AffiliationPages();
        pages.put("user_keys", endpoints::ofUser);
        pages.put("affiliate-to-org", affiliation::show);
        pages.put(
                "org_admin",
                request -> request.pathSegment(1).matches("[0-9]+")
                        ? panel.show(request)
                        : endpoints.ofOrganization(request));
    }

    private static void search(Map<String, PageHandler> pages) {
        SearchPages search = new SearchPages();
        pages.put("", new HomePages()::show);
        pages.put("search", search::answer);
        pages.put("api_search", ApiAuthenticatedPages.of(search::json));
        pages.put("advanced_search", new AdvancedPages()::show);
        pages.put("compare", new ComparePages()::show);
        pages.put("exchanges", ExchangesByCountry::show);
        pages.put("export", ApiAuthenticatedPages.of(new ExportPages(new Exports()::answer)::answer));
        pages.put("import", ApiAuthenticatedPages.of(new ImportEndpoints()::answer));
        pages.put("data", ApiAuthenticatedPages.of(new DataPages()::answer));
        pages.put("healthcheck", HealthAndRobots::health);
        pages.put("robots.txt", HealthAndRobots::robots);
        pages.put("maintenance", HealthAndRobots::maintenance);
    }

    private static void objects(Map<String, PageHandler> pages) {
        ObjectPages objects = new ObjectPages();
        for (ObjectType type : ObjectTypes.ALL) {
            pages.put(type.typeName(), request -> objects.answer(request, type.typeName()));
        }
        ComparePages compare = new ComparePages();
        pages.put(Net.TYPE.typeName(), request -> {
            if (request.pathSegment(1).isEmpty() && request.has("asn")) {
                return objects.byNumber(request, request.value("asn"));
            }
            return request.has("vs") ? compare.versus(request) : objects.answer(request, Net.TYPE.typeName());
        });
        pages.put("asn", request -> objects.byNumber(request, request.pathSegment(1)));
        pages.put("suggest", objects::suggest);
        pages.put("pick", objects::pick);
        pages.put("choices", new PickPages()::answer);
        pages.put("autocomplete", new PickPages()::autocomplete);
        pages.put("logo", objects::logo);
    }
}
