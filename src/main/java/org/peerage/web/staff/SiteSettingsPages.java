package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.Setting;
import org.peerage.accounts.SiteSettings.SettingKind;
import org.peerage.web.page.PageResponse;

/**
 * How the server runs, and what can be set while it does: all settings or none are changed. What the form had and nobody
 * typed is left as it is, so that of two who set different things at once neither undoes the other.
 */
final class SiteSettingsPages {

    PageResponse show(StaffRequest staff) {
        if (!staff.request().isPost()) {
            return page(staff, Map.of(), "");
        }
        Map<Setting, String> sent = new EnumMap<>(Setting.class);
        List<String> problems = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            String value = sent(staff, setting);
            String shown = staff.request().value(SettingInput.shownField(setting));
            boolean knowsShown = staff.request().has(SettingInput.shownField(setting));
            if (knowsShown && value.equals(shown)) {
                continue;
            }
            sent.put(setting, value);
            String now = staff.services().settings().get(setting);
            if (!setting.kind().accepts(value)) {
                problems.add(problem(setting));
            } else if (knowsShown && !now.equals(shown) && !now.equals(value)) {
                problems.add(text("staff.settings.changed", text("setting." + setting.key()), now));
            }
        }
        // Who sets this without a factor of their own could not set it back.
        boolean ownFactor = staff.services()
                .accounts()
                .current()
                .hasSecondFactor(staff.request().user().orElseThrow().id());
        if ("on".equals(sent.get(Setting.STAFF_FACTORS)) && !ownFactor) {
            problems.add(text("oauth.factor.ownFirst"));
        }
        if (!problems.isEmpty()) {
            return page(staff, sent, String.join(" ", problems));
        }
        SiteSettings settings = staff.services().settings();
        sent.entrySet().removeIf(entry -> settings.get(entry.getKey()).equals(entry.getValue()));
        settings.setAll(sent, staff.request().caller().actor(), staff.request().ipAddress());
        return StaffRequest.redirectWithNotice("/staff/settings", "saved");
    }

    private static String problem(Setting setting) {
        String label = text("setting." + setting.key());
        return switch (setting.kind()) {
            case SettingKind.Toggle() -> text("staff.settings.wrongToggle", label);
            case SettingKind.Text(int maxLength) -> text("staff.settings.wrongText", label, maxLength);
            case SettingKind.Contact() -> text("staff.settings.wrongContact", label);
            case SettingKind.Day() -> text("oauth.factor.day", label);
            case SettingKind.Choice choice ->
                text("staff.settings.wrongChoice", label, String.join(", ", choice.all()));
            case SettingKind.Rate() -> text("staff.settings.wrongRate", label);
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                text("staff.settings.wrongNumber", label, min, max);
        };
    }

    private static String sent(StaffRequest staff, Setting setting) {
        return switch (setting.kind()) {
            // An unticked box is not sent; that the form has it is.
            case SettingKind.Toggle() ->
                staff.request().has(setting.key())
                        ? "on"
                        : staff.request().values("shown").contains(setting.key())
                                        || staff.request().values("shown").isEmpty()
                                ? "off"
                                : staff.services().settings().get(setting);
            // A form that knows nothing of a setting, such as one of another version of the program, leaves it.
            case SettingKind.Text _,
                    SettingKind.Contact _,
                    SettingKind.Day _,
                    SettingKind.Choice _,
                    SettingKind.Rate _,
                    SettingKind.WholeNumber _ ->
                staff.request().has(setting.key())
                        ? staff.request().value(setting.key())
                        : staff.services().settings().get(setting);
        };
    }

    private static PageResponse page(StaffRequest staff, Map<Setting, String> sent, String problem) {
        SiteSettings settings = staff.services().settings();
        List<SettingInput> inputs = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            String value = settings.get(setting);
            inputs.add(new SettingInput(setting, value, sent.getOrDefault(setting, value)));
        }
        return staff.page(
                "settings",
                text("staff.settings.title"),
                problem,
                Map.of(
                        "facts", staff.services().serverInfo(),
                        "version", staff.request().snapshot().version(),
                        "inputs", inputs));
    }
}
