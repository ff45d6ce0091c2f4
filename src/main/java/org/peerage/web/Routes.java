package org.peerage.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.accounts.SiteSettings;
import org.peerage.web.data.DataPages;
import org.peerage.web.data.SitePrograms;
import org.peerage.web.export.ExportPages;
import org.peerage.web.imports.ImportEndpoints;
import org.peerage.web.objects.ObjectPages;
import org.peerage.web.organizations.AffiliationPages;
import org.peerage.web.organizations.KeyEndpoints;
import org.peerage.web.organizations.OrganizationPanel;
import org.peerage.web.page.ForPrograms;
import org.peerage.web.page.Html;
import org.peerage.web.page.Pages;
import org.peerage.web.page.Reply;
import org.peerage.web.page.Site;
import org.peerage.web.people.AccountPages;
import org.peerage.web.people.ForgottenPages;
import org.peerage.web.people.LoginPages;
import org.peerage.web.people.PasswordPages;
import org.peerage.web.people.ProfilePages;
import org.peerage.web.people.SignUpPages;
import org.peerage.web.search.AdvancedPages;
import org.peerage.web.search.ComparePages;
import org.peerage.web.search.DocumentationPages;
import org.peerage.web.search.Exports;
import org.peerage.web.search.HomePages;
import org.peerage.web.search.SearchPages;
import org.peerage.web.search.SitePages;
import org.peerage.web.staff.StaffPages;

/** Who answers which addresses (docs/spec/access.md §4), by the first part of the path. */
final class Routes {
    /** All first parts; the empty one is the front page. */
    static final List<String> NAMES = List.of(
            // people
            "register",
            "verify",
            "account",
            "logout",
            "reset-password",
            "change-password",
            "profile",
            "username-retrieve",
            "first-admin",
            // organizations
            "user_keys",
            "org_admin",
            "affiliate-to-org",
            // search
            "",
            "search",
            "api_search",
            "data",
            "healthcheck",
            "robots.txt",
            "login",
            "verified-update",
            "advanced_search",
            "compare",
            "export",
            "import",
            // objects
            "org",
            "net",
            "asn",
            "ix",
            "fac",
            "carrier",
            "campus",
            "ixlan",
            "ixpfx",
            "netixlan",
            "netfac",
            "poc",
            "ixfac",
            "carrierfac",
            "suggest",
            "pick",
            "logo",
            // staff
            "staff",
            // the site
            "about",
            "aup",
            "sponsors",
            "apidocs",
            "static");

    private Routes() {}

    static Map<String, Pages> all(Site site) {
        Map<String, Pages> pages = new LinkedHashMap<>();
        people(pages);
        organizations(pages);
        search(pages);
        objects(pages);
        pages.put("staff", new StaffPages()::show);
        SitePages texts = new SitePages();
        pages.put("about", texts::about);
        pages.put("aup", texts::rules);
        pages.put("sponsors", texts::sponsors);
        pages.put("apidocs", new DocumentationPages()::show);
        return ForPrograms.refusingWrongKeys(pages);
    }

    private static void people(Map<String, Pages> pages) {
        SignUpPages signUp = new SignUpPages();
        ForgottenPages forgotten = new ForgottenPages();
        pages.put("account", new AccountPages()::answer);
        pages.put("register", whileSignUpIsOpen(signUp::register));
        pages.put("verify", signUp::verify);
        pages.put("first-admin", signUp::firstAdministrator);
        pages.put(
                "login",
                visit -> new Reply.Redirect(
                        301, "/account/login/" + (visit.query().isEmpty() ? "" : "?" + visit.query())));
        pages.put("logout", LoginPages::signOut);
        pages.put("reset-password", forgotten::reset);
        pages.put("username-retrieve", forgotten::username);
        pages.put("change-password", new PasswordPages()::change);
        pages.put("profile", new ProfilePages()::answer);
        // Links to proposed changes are for people: nobody else learns what is there.
        pages.put("verified-update", visit -> visit.user().isEmpty() ? visit.signInFirst() : new Reply.NotFound());
    }

    private static Pages whileSignUpIsOpen(Pages register) {
        return visit -> visit.site().settings().isOn(SiteSettings.Setting.SIGN_UP)
                ? register.answer(visit)
                : Html.message(
                        visit,
                        403,
                        "Sign-up is closed",
                        "No new accounts are made at the moment. Please try again later.");
    }

    private static void organizations(Map<String, Pages> pages) {
        OrganizationPanel panel = new OrganizationPanel();
        KeyEndpoints endpoints = new KeyEndpoints();
        AffiliationPages affiliation = new AffiliationPages();
        pages.put("user_keys", endpoints::ofUser);
        pages.put("affiliate-to-org", affiliation::show);
        pages.put(
                "org_admin",
                visit -> visit.part(1).matches("[0-9]+") ? panel.show(visit) : endpoints.ofOrganization(visit));
    }

    private static void search(Map<String, Pages> pages) {
        SearchPages search = new SearchPages();
        pages.put("", new HomePages()::show);
        pages.put("search", search::answer);
        pages.put("api_search", ForPrograms.of(search::forPrograms));
        pages.put("advanced_search", new AdvancedPages()::show);
        pages.put("compare", new ComparePages()::show);
        pages.put("export", ForPrograms.of(new ExportPages(new Exports()::answer)::answer));
        pages.put("import", ForPrograms.of(new ImportEndpoints()::answer));
        pages.put("data", ForPrograms.of(new DataPages()::answer));
        pages.put("healthcheck", SitePrograms::health);
        pages.put("robots.txt", SitePrograms::robots);
    }

    private static void objects(Map<String, Pages> pages) {
        ObjectPages objects = new ObjectPages();
        for (String tag : ObjectPages.TAGS) {
            pages.put(tag, visit -> objects.answer(visit, tag));
        }
        ComparePages compare = new ComparePages();
        pages.put("net", visit -> {
            if (visit.part(1).isEmpty() && visit.has("asn")) {
                return objects.byNumber(visit, visit.value("asn"));
            }
            return visit.has("vs") ? compare.versus(visit) : objects.answer(visit, "net");
        });
        pages.put("asn", visit -> objects.byNumber(visit, visit.part(1)));
        pages.put("suggest", objects::suggest);
        pages.put("pick", objects::pick);
        pages.put("logo", objects::logo);
    }
}
