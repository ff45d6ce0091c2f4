package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.util.List;
import java.util.Map;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.web.page.PageResponse;

/** How the server runs, and what can be switched while it does. */
final class SettingPages {

    PageResponse show(StaffRequest staff) {
        if (!staff.request().isPost()) {
            return page(staff, "");
        }
        String banner = staff.request().value("banner");
        if (banner.length() > SiteSettings.MAX_BANNER_LENGTH) {
            return page(staff, "An announcement has at most " + SiteSettings.MAX_BANNER_LENGTH + " characters.");
        }
        for (Setting day : List.of(Setting.FACTORS_SOFT_START, Setting.FACTORS_HARD_START)) {
            String typed = staff.request().value(name(day));
            if (!typed.isEmpty() && !typed.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
                return page(staff, text("oauth.factor.day"));
            }
        }
        // Who sets this without a factor of their own could not set it back.
        boolean own = staff.services()
                .accounts()
                .current()
                .hasSecondFactor(staff.request().user().orElseThrow().id());
        if (staff.request().has("staff_factors") && !own) {
            return page(staff, text("oauth.factor.ownFirst"));
        }
        set(staff, Setting.FACTORS_SOFT_START, staff.request().value(name(Setting.FACTORS_SOFT_START)));
        set(staff, Setting.FACTORS_HARD_START, staff.request().value(name(Setting.FACTORS_HARD_START)));
        set(staff, Setting.STAFF_FACTORS, staff.request().has("staff_factors") ? "on" : "off");
        set(staff, Setting.BANNER, banner);
        set(staff, Setting.SIGN_UP, staff.request().has("sign_up") ? "on" : "off");
        set(staff, Setting.READ_ONLY, staff.request().has("read_only") ? "on" : "off");
        return StaffRequest.redirectWithNotice("/staff/settings", "saved");
    }

    private static String name(Setting setting) {
        return setting.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void set(StaffRequest staff, Setting setting, String value) {
        SiteSettings settings = staff.services().settings();
        if (!settings.get(setting).equals(value)) {
            settings.set(setting, value, staff.request().caller().actor());
            staff.audit("set " + setting.name().toLowerCase(java.util.Locale.ROOT), "site", value);
        }
    }

    private static PageResponse page(StaffRequest staff, String problem) {
        SiteSettings settings = staff.services().settings();
        return staff.page(
                problem.isEmpty() ? 200 : 400,
                "settings",
                "Settings",
                problem,
                Map.of(
                        "facts", staff.services().serverInfo(),
                        "version", staff.request().snapshot().version(),
                        "banner",
                                problem.isEmpty()
                                        ? settings.get(Setting.BANNER)
                                        : staff.request().value("banner"),
                        "signUp", settings.isOn(Setting.SIGN_UP),
                        "readOnly", settings.isOn(Setting.READ_ONLY),
                        "softStart", settings.get(Setting.FACTORS_SOFT_START),
                        "hardStart", settings.get(Setting.FACTORS_HARD_START),
                        "staffFactors", settings.isOn(Setting.STAFF_FACTORS)));
    }
}
