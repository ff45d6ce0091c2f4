package org.peerage.web.staff;

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
        set(staff, Setting.BANNER, banner);
        set(staff, Setting.SECURITY_CONTACT, staff.request().value("security_contact"));
        set(staff, Setting.SIGN_UP, staff.request().has("sign_up") ? "on" : "off");
        set(staff, Setting.READ_ONLY, staff.request().has("read_only") ? "on" : "off");
        return StaffRequest.redirectWithNotice("/staff/settings", "saved");
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
                        "securityContact", settings.get(Setting.SECURITY_CONTACT),
                        "signUp", settings.isOn(Setting.SIGN_UP),
                        "readOnly", settings.isOn(Setting.READ_ONLY)));
    }
}
