package org.peerage.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.peerage.web.objects.ObjectPages;
import org.peerage.web.organizations.KeyEndpoints;
import org.peerage.web.organizations.OrganizationPanel;
import org.peerage.web.page.Html;
import org.peerage.web.page.Pages;
import org.peerage.web.page.Site;
import org.peerage.web.people.LoginPages;
import org.peerage.web.people.ProfilePages;
import org.peerage.web.search.SearchPages;

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
            // organizations
            "user_keys",
            "org_admin",
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
        LoginPages login = new LoginPages();
        ProfilePages profile = new ProfilePages();
        pages.put("account", login::signIn);
        pages.put("register", login::register);
        pages.put("verify", login::verify);
        pages.put("logout", login::signOut);
        pages.put("reset-password", login::reset);
        pages.put("change-password", profile::changePassword);
        pages.put("profile", profile::show);
    }

    private static void organizations(Map<String, Pages> pages) {
        OrganizationPanel panel = new OrganizationPanel();
        KeyEndpoints endpoints = new KeyEndpoints();
        pages.put("user_keys", endpoints::ofUser);
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
        for (String tag : ObjectPages.TAGS) {
            pages.put(tag, visit -> objects.answer(visit, tag));
        }
        pages.put("asn", objects::byNumber);
        pages.put("suggest", objects::suggest);
        pages.put("pick", objects::pick);
        pages.put("logo", objects::logo);
    }
}
