package org.peerage.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.accounts.SiteSettings;
import org.peerage.web.objects.ObjectPages;
import org.peerage.web.organizations.AffiliationPages;
import org.peerage.web.organizations.KeyEndpoints;
import org.peerage.web.organizations.OrganizationPanel;
import org.peerage.web.page.Html;
import org.peerage.web.page.Pages;
import org.peerage.web.page.Site;
import org.peerage.web.people.AccountPages;
import org.peerage.web.people.ForgottenPages;
import org.peerage.web.people.LoginPages;
import org.peerage.web.people.PasswordPages;
import org.peerage.web.people.ProfilePages;
import org.peerage.web.people.SignUpPages;
import org.peerage.web.search.SearchPages;
import org.peerage.web.staff.StaffPages;

/** Who answers which addresses (spec/access.md §4), by the first part of the path. */
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
            // objects
            "org",
            "net",
            "asn",
            "ix",
            "fac",
            "carrier",
            "campus",
            // staff
            "staff",
            // the site
            "about",
            "static");

    private Routes() {}

    static Map<String, Pages> all(Site site) {
        Map<String, Pages> pages = new LinkedHashMap<>();
        people(pages);
        organizations(pages);
        search(pages);
        objects(pages);
        pages.put("staff", new StaffPages()::show);
        pages.put(
                "about",
                visit -> Html.message(
                        visit,
                        200,
                        "About",
                        "A registry of who runs which networks, exchanges and facilities, where they meet, and how to"
                                + " reach them. It speaks PeeringDB's API."));
        return Map.copyOf(pages);
    }

    private static void people(Map<String, Pages> pages) {
        SignUpPages signUp = new SignUpPages();
        ForgottenPages forgotten = new ForgottenPages();
        pages.put("account", new AccountPages()::answer);
        pages.put("register", whileSignUpIsOpen(signUp::register));
        pages.put("verify", signUp::verify);
        pages.put("first-admin", signUp::firstAdministrator);
        pages.put("logout", LoginPages::signOut);
        pages.put("reset-password", forgotten::reset);
        pages.put("username-retrieve", forgotten::username);
        pages.put("change-password", new PasswordPages()::change);
        pages.put("profile", new ProfilePages()::answer);
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
        pages.put("", search::home);
        pages.put("search", search::results);
    }

    private static void objects(Map<String, Pages> pages) {
        ObjectPages objects = new ObjectPages();
        for (String tag : List.of("org", "net", "asn", "ix", "fac", "carrier", "campus")) {
            pages.put(tag, visit -> objects.show(visit, tag));
        }
    }
}
