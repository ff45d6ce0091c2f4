package org.peerage.web.staff;

import static org.peerage.web.page.Texts.text;

import org.peerage.accounts.SiteSettings;
import org.peerage.accounts.SiteSettings.SettingKind;

/**
 * A setting in the form.
 *
 * @param isToggle whether it is ticked or not, else typed
 * @param min of a number; empty: it is none
 * @param unit behind a number
 */
public record SettingInput(
        String name,
        String label,
        boolean isToggle,
        boolean isNumber,
        String value,
        String min,
        String max,
        String unit) {

    static SettingInput of(SiteSettings.Setting setting, String value) {
        String name = setting.key();
        String label = text("setting." + name);
        return switch (setting.kind()) {
            case SettingKind.Toggle() -> new SettingInput(name, label, true, false, value, "", "", "");
            case SettingKind.Text(int maxLength) ->
                new SettingInput(name, label, false, false, value, "", String.valueOf(maxLength), "");
            case SettingKind.Day() -> new SettingInput(name, label, false, false, value, "", "10", "");
            case SettingKind.WholeNumber(int min, int max, String unit) ->
                new SettingInput(
                        name,
                        label,
                        false,
                        true,
                        value,
                        String.valueOf(min),
                        String.valueOf(max),
                        text("staff.settings." + unit));
        };
    }

    public boolean isOn() {
        return value.equals("on");
    }
}
