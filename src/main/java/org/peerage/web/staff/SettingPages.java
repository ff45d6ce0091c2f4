package org.peerage.web.staff;

import java.util.Map;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.web.page.Reply;

/** How the server runs, and what can be switched while it does. */
final class SettingPages {

    Reply show(Desk desk) {
        if (!desk.visit().isPost()) {
            return page(desk, "");
        }
        String banner = desk.visit().value("banner");
        if (banner.length() > SiteSettings.LONGEST_BANNER) {
            return page(desk, "An announcement has at most " + SiteSettings.LONGEST_BANNER + " characters.");
        }
        set(desk, Setting.BANNER, banner);
        set(desk, Setting.SIGN_UP, desk.visit().has("sign_up") ? "on" : "off");
        set(desk, Setting.READ_ONLY, desk.visit().has("read_only") ? "on" : "off");
        return Desk.done("/staff/settings", "saved");
    }

    private static void set(Desk desk, Setting setting, String value) {
        SiteSettings settings = desk.site().settings();
        if (!settings.get(setting).equals(value)) {
            settings.set(setting, value, desk.visit().caller().actor());
            desk.note("set " + setting.name().toLowerCase(java.util.Locale.ROOT), "site", value);
        }
    }

    private static Reply page(Desk desk, String problem) {
        SiteSettings settings = desk.site().settings();
        return desk.page(
                problem.isEmpty() ? 200 : 400,
                "settings",
                "Settings",
                problem,
                Map.of(
                        "facts", desk.site().facts(),
                        "version", desk.visit().snapshot().version(),
                        "banner",
                                problem.isEmpty()
                                        ? settings.get(Setting.BANNER)
                                        : desk.visit().value("banner"),
                        "signUp", settings.isOn(Setting.SIGN_UP),
                        "readOnly", settings.isOn(Setting.READ_ONLY)));
    }
}
